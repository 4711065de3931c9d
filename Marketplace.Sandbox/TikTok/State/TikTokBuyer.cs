using Marketplace.Sandbox.TikTok.Webhooks;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>What buyers do about an order that has left.</summary>
internal static class TikTokBuyer
{
    private const string NoLongerNeeded = "ecom_order_delivered_refund_and_return_reason_no_longer_needed";

    /// <summary>Asks for a return of the whole order.</summary>
    /// <returns>The return's id; null where the order has not left.</returns>
    public static string? AskForReturn(TikTokShop shop, TikTokOrder order, bool sendsBack, TikTokCourier courier, DateTimeOffset now)
    {
        if (order.Status is not ("AWAITING_COLLECTION" or "IN_TRANSIT" or "DELIVERED" or "COMPLETED"))
        {
            return null;
        }

        var made = new TikTokReturn
        {
            Id = shop.Ids.NextCancellation(),
            Order = order,
            Units = order.Units.FindAll(unit => unit.Status != "CANCELLED"),
            Reason = NoLongerNeeded,
            Cents = TikTokMoney.Total(order),
            CreateTime = now.ToUnixTimeSeconds(),
            UpdateTime = now.ToUnixTimeSeconds(),
            ByBuyer = true,
            SendsBack = sendsBack,
        };
        shop.Returns.Add(made);
        courier.ReturnChanged(shop, made);
        return made.Id;
    }

    /// <summary>Sends the goods of an approved return; null where they are not awaited.</summary>
    public static TikTokReturn? SendBack(TikTokShop shop, TikTokReturn known, string trackingNumber, TikTokCourier courier, DateTimeOffset now)
    {
        if (known.Status != TikTokReturn.AwaitingGoods)
        {
            return null;
        }

        (known.Status, known.TrackingNumber, known.UpdateTime) = (TikTokReturn.OnTheWay, trackingNumber, now.ToUnixTimeSeconds());
        courier.ReturnChanged(shop, known);
        return known;
    }
}

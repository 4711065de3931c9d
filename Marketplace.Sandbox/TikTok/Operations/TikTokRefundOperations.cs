using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Webhooks;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Refunds after shipping that the seller starts in the buyer's stead, and what may be refunded.</summary>
internal sealed class TikTokRefundOperations(TikTokCourier courier)
{
    /// <summary>Create Return.</summary>
    public JsonObject Create(TikTokRequest request)
    {
        var (shop, body) = (request.Shop, request.Body);
        var (type, currency, reason, total) = (body.RequiredText("return_type"), body.RequiredText("currency"), body.RequiredText("return_reason"), body.RequiredText("refund_total"));
        _ = (body.Text("shipment_type"), body.Text("handover_method"), body.Children("skus"), body.Texts("order_line_item_ids"));
        var order = Order(request, TikTokCode.CancelNotPermitted);
        var key = request.Call.QueryValue("idempotency_key");
        if (key is { Length: > 0 } && shop.Returns.Find(known => known.Key == key && known.Order == order) is { } same)
        {
            return Made(same);
        }

        // Only a refund is made here; for goods that travel back, buyer and carrier would have to play along.
        if (type != "REFUND" || currency != shop.Market.Currency)
        {
            throw new TikTokRefusal(TikTokCode.ReturnInvalid);
        }

        CheckReason(shop, order, reason);
        var units = Units(order, body, TikTokCode.CancelTooMany);
        if (shop.Returns.Exists(known => known.Order == order && known.Status == TikTokReturn.Pending))
        {
            throw new TikTokRefusal(TikTokCode.ReturnOpen);
        }

        var cents = decimal.TryParse(total, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0
            ? shop.Market.Cents(amount)
            : throw new TikTokRefusal(TikTokCode.ReturnInvalid);
        if (cents > Refundable(shop, order, units))
        {
            throw new TikTokRefusal(TikTokCode.ReturnTooMuch);
        }

        var made = new TikTokReturn
        {
            Id = shop.Ids.NextCancellation(),
            Order = order,
            Units = units,
            Reason = reason,
            Cents = cents,
            CreateTime = request.Now.ToUnixTimeSeconds(),
            UpdateTime = request.Now.ToUnixTimeSeconds(),
            Key = key,
        };
        if (request.Call.Fault != FaultKind.Ignored)
        {
            shop.Returns.Add(made);
            courier.ReturnChanged(shop, made);
        }

        return Made(made);
    }

    /// <summary>Calculate Refund: what may be given back.</summary>
    public static JsonObject Calculate(TikTokRequest request)
    {
        var order = Order(request, TikTokCode.ReturnOrderUnknown);
        var units = Units(order, request.Body, TikTokCode.ReturnInvalid);
        return new JsonObject { ["order_refund_amount"] = TikTokReturnJson.Amount(request.Shop, Refundable(request.Shop, order, units)) };
    }

    /// <summary>Get Aftersale Eligibility: what the seller may start for each SKU of an order.</summary>
    public static JsonObject Eligibility(TikTokRequest request)
    {
        var order = request.Shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.Invalid("path", "order_id"));
        var cancel = order.Status is "UNPAID" or "ON_HOLD" or "AWAITING_SHIPMENT";
        var refund = TikTokReturnReasons.Of(request.Shop.Market.Region, order.Status).Any() && order.Status is "AWAITING_COLLECTION" or "IN_TRANSIT" or "DELIVERED" or "COMPLETED";
        JsonObject Of(string type, bool eligible, IEnumerable<TikTokUnit> units)
        {
            var json = new JsonObject
            {
                ["request_type"] = type,
                ["eligible"] = eligible,
                ["order_line_items_ids"] = new JsonArray([.. units.Select(unit => JsonValue.Create(unit.Id))]),
            };
            if (!eligible)
            {
                (json["ineligible_code"], json["ineligible_reason"]) = (TikTokCode.ReturnStatus.Code, TikTokCode.ReturnStatus.Message);
            }

            return json;
        }

        return new JsonObject
        {
            ["sku_eligibility"] = new JsonArray([.. order.Units.Where(unit => unit.Status != "CANCELLED").GroupBy(unit => unit.Sku.Id).Select(sku => new JsonObject
            {
                ["sku_id"] = sku.Key,
                ["line_item_eligibility"] = new JsonArray(Of("CANCEL", cancel, sku), Of("REFUND", refund, sku)),
            })]),
        };
    }

    private static TikTokOrder Order(TikTokRequest request, TikTokCode unknown) =>
        request.Shop.Orders.Find(request.Body.RequiredText("order_id")) ?? throw new TikTokRefusal(unknown);

    private static void CheckReason(TikTokShop shop, TikTokOrder order, string reason)
    {
        if (order.Status is not ("AWAITING_COLLECTION" or "IN_TRANSIT" or "DELIVERED" or "COMPLETED"))
        {
            throw new TikTokRefusal(order.Status == "CANCELLED" ? TikTokCode.CancelTooLate : TikTokCode.ReturnStatus);
        }

        if (!TikTokReturnReasons.Of(shop.Market.Region, order.Status).Contains(reason))
        {
            throw new TikTokRefusal(
                !TikTokReturnReasons.All.Contains(reason) ? TikTokCode.ReturnReasonUnknown
                : TikTokReturnReasons.Of(shop.Market.Region, "DELIVERED").Any() ? TikTokCode.CancelReasonMismatch
                : TikTokCode.ReturnReasonForbidden);
        }
    }

    private static List<TikTokUnit> Units(TikTokOrder order, JsonObject body, TikTokCode unknown)
    {
        var wanted = order.Units.FindAll(unit => unit.Status != "CANCELLED");
        var ids = body.Texts("order_line_item_ids");
        return ids is not { Count: > 0 } ? wanted : [.. ids.Select(id => wanted.Find(unit => unit.Id == id) ?? throw new TikTokRefusal(unknown))];
    }

    // The transport goes with the last of the order, so that the whole can be given back.
    private static long Refundable(TikTokShop shop, TikTokOrder order, List<TikTokUnit> units)
    {
        var left = TikTokMoney.Total(order) - shop.Returns.Where(known => known.Order == order && known.Counts).Sum(known => known.Cents);
        return units.Count == order.Units.Count ? left : Math.Min(left, units.Sum(unit => unit.PriceCents + TikTokMoney.Tax(unit.PriceCents)));
    }

    private static JsonObject Made(TikTokReturn known) => new() { ["return_id"] = known.Id, ["return_status"] = known.Status };
}

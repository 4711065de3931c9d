
namespace Marketplace.Sandbox.TikTok.State;

/// <summary>The rules by which parcels are accepted, and what becomes of their orders.</summary>
internal static class TikTokShipping
{
    /// <summary>An order that may be worked on now.</summary>
    /// <param name="shop">Its shop.</param>
    /// <param name="order">The order.</param>
    /// <param name="whenCancelled">The operation's own word for a cancelled order.</param>
    /// <exception cref="TikTokRefusal">Its state, or TikTok Shop's own delivery, forbids it.</exception>
    public static void CheckOrder(TikTokShop shop, TikTokOrder order, TikTokCode whenCancelled)
    {
        var refusal = order.Status switch
        {
            "ON_HOLD" => TikTokCode.OnHold,
            "CANCELLED" => whenCancelled,
            "UNPAID" => TikTokCode.ActionNotAllowed,

            // In the United States shipping answers the buyer's request with no; elsewhere it must be answered first.
            _ when order.BuyerWantsToCancel && shop.Market.Region != "US" => TikTokCode.AfterSale,
            _ => null,
        };
        if (refusal is not null)
        {
            throw new TikTokRefusal(refusal);
        }
    }

    /// <summary>The carrier of an id; the number must be well formed and not be another recipient's.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="tracking">The number.</param>
    /// <param name="providerId">The carrier.</param>
    /// <param name="order">Whose parcel it is.</param>
    /// <param name="whenMalformed">The operation's own word for a number with other characters.</param>
    /// <param name="whenUsed">The operation's own word for a number that is on another's parcel.</param>
    public static (string Id, string Name) CheckTracking(
        TikTokShop shop, string tracking, string providerId, TikTokOrder order, TikTokCode whenMalformed, TikTokCode whenUsed)
    {
        if (tracking.Length > 50 || tracking.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
        {
            throw new TikTokRefusal(whenMalformed);
        }

        if (shop.TrackingOwner(tracking) is { } owner && owner != order.Buyer)
        {
            throw new TikTokRefusal(whenUsed);
        }

        return shop.Market.Providers.FirstOrDefault(provider => provider.Id == providerId) is { Id: not null } provider
            ? provider
            : throw new TikTokRefusal(TikTokCode.TrackingOrProvider);
    }

    /// <summary>A package leaves: its units, their orders and the stock that they held follow.</summary>
    public static void Ship(TikTokShop shop, TikTokPackage package, string tracking, (string Id, string Name) provider, DateTimeOffset now)
    {
        package.TrackingNumber = tracking;
        (package.ProviderId, package.ProviderName) = provider;
        package.Status = "PROCESSING";
        package.ShippedAt = package.UpdateTime = now.ToUnixTimeSeconds();
        shop.OwnTracking(tracking, package.Content[0].Order.Buyer);
        foreach (var (order, unit) in package.Content)
        {
            unit.Status = "AWAITING_COLLECTION";
            unit.Sku.Committed = Math.Max(0, unit.Sku.Committed - 1);
            order.RtsTime = now.ToUnixTimeSeconds();
            CloseRequest(shop, order, now);
        }

        foreach (var order in package.Content.Select(content => content.Order).Distinct())
        {
            order.Status = order.Unshipped.Any() ? "PARTIALLY_SHIPPING" : "AWAITING_COLLECTION";
            shop.Orders.Touch(order, now);
            shop.PlanCarrier(order, now);
        }
    }

    // Shipping is an answer as well: the buyer's request is turned down.
    private static void CloseRequest(TikTokShop shop, TikTokOrder order, DateTimeOffset now)
    {
        if (order.BuyerWantsToCancel && shop.Cancellations.Find(known => known.Order == order && known.Status == TikTokCancellation.Pending) is { } request)
        {
            request.Status = TikTokCancellation.Withdrawn;
            request.UpdateTime = now.ToUnixTimeSeconds();
        }

        order.BuyerWantsToCancel = false;
    }
}

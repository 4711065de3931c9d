using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>Says whether a label may be bought for an order, and if not, why.</summary>
public static class LabelRules
{
    /// <summary>What stands against it; null when nothing does.</summary>
    internal static string? Obstacle(ShippableOrder shippable, MarketplacePlatform platform) =>
        platform.Labels is null ? $"{platform.Descriptor.Name} sells no labels to this application. Enter the tracking number of your own carrier."
        : ShipmentRules.Obstacle(shippable, platform)?.Message
        ?? (shippable.AllLeft().Count == 0 ? "Every item of this order is in a parcel already." : null);

    /// <summary>What is wrong with a wish; null when nothing is.</summary>
    internal static string? Problem(ShippableOrder shippable, MarketplacePlatform platform, LabelWish wish, DateTimeOffset now) =>
        Obstacle(shippable, platform)
        ?? (shippable.Order.CancelRequested && !wish.DespiteCancelRequest ? ShipmentRules.CancelRequestedProblem : null)
        ?? (wish.DespiteHold ? null : HoldWords.Problem(shippable.Order.HoldUntil, shippable.Order.HoldReason, now))
        ?? wish.Size.Problem
        ?? (wish.Lines is null ? null : ShipmentRules.LineProblem(shippable, wish.Lines));

    /// <summary>What the marketplace is asked for.</summary>
    internal static LabelRequest Request(Orders.Order order, IEnumerable<ShipRequestLine> lines, ParcelSize size, string? offerId, PickupSlot? pickup) => new()
    {
        ExternalOrderId = order.ExternalId,
        OrderPlatformData = order.PlatformData,
        Lines = [.. lines.Select(l => (Line: order.Lines.Single(o => o.Id == l.OrderLineId), l.Quantity))
            .Select(l => new ShipmentNoticeLine(l.Line.ExternalId, l.Quantity, l.Line.PlatformData))],
        WeightGrams = size.WeightGrams,
        SizeMillimetres = size.Sides,
        OfferId = offerId,
        Pickup = pickup,
    };

    /// <summary>Offers of a carrier, in whatever case, and of its service where one is named.</summary>
    internal static IReadOnlyList<LabelOffer> Fitting(IReadOnlyList<LabelOffer> offers, string carrier, string? service) =>
        [.. offers.Where(o => o.Carrier.Equals(carrier, StringComparison.OrdinalIgnoreCase)
            && (string.IsNullOrWhiteSpace(service) || o.Name.Contains(service, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>The offer that a choice picks; null leaves it to the marketplace.</summary>
    public static LabelOffer? Pick(IReadOnlyList<LabelOffer> offers, OfferChoice choice) => choice switch
    {
        OfferChoice.Cheapest => offers.OrderBy(o => o.Price?.Minor ?? long.MaxValue).FirstOrDefault(),
        OfferChoice.Fastest => offers.OrderBy(o => o.LatestDays ?? int.MaxValue).ThenBy(o => o.Price?.Minor ?? long.MaxValue).FirstOrDefault(),
        _ => null,
    };
}

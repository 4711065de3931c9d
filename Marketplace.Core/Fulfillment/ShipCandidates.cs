using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>An order as the dialog for parcels shows it.</summary>
/// <param name="OrderId">Our id.</param>
/// <param name="ExternalId">The marketplace's order id.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="StoreName">Its store.</param>
/// <param name="Summary">First line's title and how many more there are.</param>
/// <param name="CancelRequested">The buyer has asked to cancel.</param>
/// <param name="Obstacle">Why nothing can be shipped, in plain words; null when something can.</param>
/// <param name="Lines">Lines with items left.</param>
/// <param name="HoldProblem">Why it is held and until when, in plain words; null where it is not.</param>
/// <param name="PlannedCarrier">Carrier that it shall travel with; null while none is chosen.</param>
/// <param name="Resembles">The marketplace's id of another order to the same recipient with the same things and amount, which may be the same order twice; null where there is none.</param>
public sealed record ShipCandidate(
    Guid OrderId, string ExternalId, string Marketplace, string StoreName, string Summary, bool CancelRequested, string? Obstacle, IReadOnlyList<ShipCandidateLine> Lines,
    string? HoldProblem = null, string? PlannedCarrier = null, string? Resembles = null);

/// <summary>A line with items left.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Title">Title with its variation.</param>
/// <param name="ImageUrl">Image.</param>
/// <param name="Left">Items that no parcel holds yet.</param>
public sealed record ShipCandidateLine(Guid Id, string? Sku, string Title, string? ImageUrl, int Left)
{
    internal static ShipCandidateLine Of(OrderLine line, int left) =>
        new(line.Id, line.Sku, line.VariationTitle is null ? line.Title : $"{line.Title} ({line.VariationTitle})", line.ImageUrl, left);
}

/// <summary>Reads what the dialog for parcels needs.</summary>
public sealed class ShipCandidates(MarketplaceDb database, PlatformCatalog platforms, TimeProvider time)
{
    /// <summary>The seller's orders among the ids, in the order of the ids; others are left out.</summary>
    public async Task<IReadOnlyList<ShipCandidate>> LoadAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var orders = await ShippableOrders.LoadAsync(db, orderIds, cancellationToken);
        var alike = await OrderTwins.FindAsync(db, [.. orders.Values.Select(o => o.Order)], cancellationToken);
        return [.. orderIds.Distinct().Where(orders.ContainsKey).Select(id => Candidate(orders[id]) with { Resembles = alike.GetValueOrDefault(id) })];
    }

    /// <summary>Where parcels stand, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, Shipment>> StatesAsync(Guid sellerId, IReadOnlyCollection<Guid> shipmentIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Shipments.AsNoTracking().Where(s => shipmentIds.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancellationToken);
    }

    private ShipCandidate Candidate(ShippableOrder shippable)
    {
        var order = shippable.Order;
        var lines = order.Lines
            .Select(l => ShipCandidateLine.Of(l, shippable.Left(l)))
            .Where(l => l.Left > 0)
            .ToList();
        var obstacle = platforms.TryGet(order.Marketplace, out var platform)
            ? ShipmentRules.Obstacle(shippable, platform)?.Message
            : $"The marketplace “{order.Marketplace}” is not set up here any more.";
        return new ShipCandidate(
            order.Id, order.ExternalId, order.Marketplace, shippable.StoreName, order.Summary, order.CancelRequested,
            obstacle ?? (lines.Count == 0 ? "Every item of this order is in a parcel already." : null), lines,
            HoldWords.Problem(order.HoldUntil, order.HoldReason, time.GetUtcNow()), order.PlannedCarrier);
    }
}

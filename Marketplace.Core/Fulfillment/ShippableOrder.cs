using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>An order with all that decides what may still be shipped of it.</summary>
/// <param name="Order">The order with its lines; not tracked.</param>
/// <param name="Shipments">Its parcels with their lines; not tracked. Grows as further parcels are entered.</param>
/// <param name="StoreName">Name of its store.</param>
/// <param name="StoreState">Where the store stands.</param>
/// <param name="Cancellations">Its cancellations, and answers to its buyer; not tracked.</param>
/// <param name="Labels">Its labels; not tracked. Grows as further labels are bought.</param>
internal sealed record ShippableOrder(
    Order Order, List<Shipment> Shipments, string StoreName, ConnectionState StoreState, IReadOnlyList<OrderCancellation> Cancellations,
    List<ShippingLabel> Labels)
{
    /// <summary>What the seller's own names of carriers mean, by marketplace and folded name.</summary>
    public IReadOnlyDictionary<(string Marketplace, string Folded), CarrierMatch> Aliases { get; init; } = new Dictionary<(string, string), CarrierMatch>();

    /// <summary>Whether the whole order is on its way to being cancelled.</summary>
    public bool IsBeingCancelled => Cancellations.Any(c => c is { IsUnderWay: true, Lines.Count: 0 });

    /// <summary>
    /// Items of a line that no parcel holds yet, and that are not being cancelled. What the marketplace counts as shipped and what
    /// was entered here overlap, so the larger of the two counts; a refused parcel frees its items.
    /// </summary>
    public int Left(OrderLine line)
    {
        var entered = Shipments.Where(s => s.HoldsItems)
            .SelectMany(s => s.Lines)
            .Where(l => l.OrderLineId == line.Id)
            .Sum(l => l.Quantity);
        entered += Labels.Where(l => l.HoldsItems).SelectMany(l => l.Lines).Where(l => l.OrderLineId == line.Id).Sum(l => l.Quantity);
        return Math.Max(0, Kept(line) - Math.Max(line.QuantityShipped, entered));
    }

    /// <summary>Everything that is left to ship.</summary>
    public List<ShipRequestLine> AllLeft() =>
        [.. Order.Lines.Select(line => new ShipRequestLine(line.Id, Left(line))).Where(line => line.Quantity > 0)];

    /// <summary>The parcel with this tracking number that is not refused; null when there is none.</summary>
    public Shipment? ParcelWith(string trackingNumber) =>
        Shipments.FirstOrDefault(s => s.HoldsItems && TrackingNumber.Same(s.TrackingNumber, trackingNumber));

    private int Kept(OrderLine line) => Cancellations.Where(c => c.IsUnderWay)
        .SelectMany(c => c.Lines)
        .Where(l => l.OrderLineId == line.Id)
        .Select(l => l.QuantityAfter)
        .Append(line.Quantity)
        .Min();
}

/// <summary>Loads <see cref="ShippableOrder"/>s in a few queries for many orders.</summary>
internal static class ShippableOrders
{
    /// <summary>The seller's orders among the ids; others are absent.</summary>
    public static async Task<Dictionary<Guid, ShippableOrder>> LoadAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken)
    {
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).AsSplitQuery().Where(o => orderIds.Contains(o.Id)).ToListAsync(cancellationToken);
        return await WithParcelsAsync(db, orders, cancellationToken);
    }

    /// <summary>Adds parcels and stores to orders that were read with their lines.</summary>
    public static async Task<Dictionary<Guid, ShippableOrder>> WithParcelsAsync(MarketplaceDbContext db, IReadOnlyCollection<Order> orders, CancellationToken cancellationToken)
    {
        var ids = orders.Select(o => o.Id).ToList();
        var shipments = await db.Shipments.AsNoTracking().Include(s => s.Lines).AsSplitQuery().Where(s => ids.Contains(s.OrderId)).ToListAsync(cancellationToken);
        var cancellations = await db.Set<OrderCancellation>().AsNoTracking().Where(c => ids.Contains(c.OrderId)).ToListAsync(cancellationToken);
        var labels = (await db.Set<ShippingLabel>().AsNoTracking().Where(l => ids.Contains(l.OrderId)).ToListAsync(cancellationToken)).ToLookup(l => l.OrderId);
        var stores = await db.Connections.AsNoTracking().Select(c => new { c.Id, c.StoreName, c.State }).ToDictionaryAsync(c => c.Id, cancellationToken);
        var aliases = await CarrierAliases.LoadAsync(db, cancellationToken);
        var cancelled = cancellations.ToLookup(c => c.OrderId);
        var byOrder = shipments.ToLookup(s => s.OrderId);
        return orders.ToDictionary(
            o => o.Id,
            o => new ShippableOrder(
                o,
                [.. byOrder[o.Id]],
                stores.GetValueOrDefault(o.ConnectionId)?.StoreName ?? o.Marketplace,
                stores.GetValueOrDefault(o.ConnectionId)?.State ?? ConnectionState.Disconnected,
                [.. cancelled[o.Id]],
                [.. labels[o.Id]])
            { Aliases = aliases });
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>A parcel as screens show it. Times are UTC.</summary>
/// <param name="Id">Our id.</param>
/// <param name="PackageNumber">Number of the parcel within the order, from 1.</param>
/// <param name="TrackingNumber">Tracking number.</param>
/// <param name="CarrierName">Carrier.</param>
/// <param name="State">Where the confirmation stands.</param>
/// <param name="Problem">What the marketplace remarked, or why it refused.</param>
/// <param name="CreatedAt">When it was entered.</param>
/// <param name="ConfirmedAt">When it was seen on the marketplace.</param>
/// <param name="Items">Items in it.</param>
public sealed record ShipmentView(
    Guid Id, int PackageNumber, string TrackingNumber, string CarrierName, ShipmentState State, string? Problem,
    DateTimeOffset CreatedAt, DateTimeOffset? ConfirmedAt, int Items);

/// <summary>A parcel with the order that it belongs to.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ConnectionId">The store.</param>
/// <param name="Parcel">The parcel.</param>
public sealed record ShipmentOfOrder(Guid OrderId, Guid ConnectionId, ShipmentView Parcel);

/// <summary>Reads of parcels for screens and the API.</summary>
public sealed class ShipmentQueries(MarketplaceDb database)
{
    /// <summary>The parcels of an order, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<ShipmentView>> OfOrderAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Shipments.AsNoTracking()
            .Where(s => s.OrderId == orderId)
            .OrderBy(s => s.PackageNumber)
            .Select(s => new ShipmentView(
                s.Id, s.PackageNumber, s.TrackingNumber, s.CarrierName, s.State, s.Problem, s.CreatedAt, s.ConfirmedAt, s.Lines.Sum(l => l.Quantity)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Parcels, the newest first, after a place in the list.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="after">Where to go on; null to begin.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<CursorPage<ShipmentOfOrder>> ListAfterAsync(Guid sellerId, ShipmentState? state, ListPlace? after, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var shipments = db.Shipments.AsNoTracking().Where(s => state == null || s.State == state);
        var place = after?.Id;
        var read = await Views(shipments.Where(s => place == null || s.Id < place).OrderByDescending(s => s.Id).Take(take + 1)).ToListAsync(cancellationToken);
        return Keyset.Cut(read, take, one => new ListPlace(0, one.Parcel.Id));
    }

    /// <summary>One parcel; null when the seller has no such parcel.</summary>
    public async Task<ShipmentOfOrder?> FindAsync(Guid sellerId, Guid shipmentId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Views(db.Shipments.AsNoTracking().Where(s => s.Id == shipmentId)).SingleOrDefaultAsync(cancellationToken);
    }

    private static IQueryable<ShipmentOfOrder> Views(IQueryable<Shipment> shipments) => shipments.Select(s => new ShipmentOfOrder(
        s.OrderId, s.ConnectionId,
        new ShipmentView(s.Id, s.PackageNumber, s.TrackingNumber, s.CarrierName, s.State, s.Problem, s.CreatedAt, s.ConfirmedAt, s.Lines.Sum(l => l.Quantity))));

    /// <summary>Where the latest parcel of each of these orders stands; orders without a parcel are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, ShipmentState>> LatestAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var shipments = await db.Shipments.AsNoTracking()
            .Where(s => orderIds.Contains(s.OrderId))
            .OrderBy(s => s.PackageNumber)
            .Select(s => new { s.OrderId, s.State })
            .ToListAsync(cancellationToken);
        return shipments.GroupBy(s => s.OrderId).ToDictionary(group => group.Key, group => group.Last().State);
    }
}

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

/// <summary>Reads of parcels for screens.</summary>
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

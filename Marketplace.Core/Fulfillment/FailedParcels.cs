using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>A parcel that its marketplace refused.</summary>
/// <param name="ShipmentId">Our id.</param>
/// <param name="OrderId">Our id of the order.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="ExternalOrderId">The marketplace's order id.</param>
/// <param name="TrackingNumber">Tracking number.</param>
/// <param name="CarrierName">Carrier.</param>
/// <param name="Problem">Why it was refused.</param>
/// <param name="CreatedAt">When it was entered, UTC.</param>
public sealed record FailedParcel(
    Guid ShipmentId, Guid OrderId, string Marketplace, string ExternalOrderId, string TrackingNumber, string CarrierName, string Problem, DateTimeOffset CreatedAt);

/// <summary>Parcels that were refused for one cause.</summary>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="Words">The cause, without what is each parcel's own.</param>
/// <param name="Parcels">The parcels, newest first.</param>
public sealed record FailureCause(string Marketplace, string Words, IReadOnlyList<FailedParcel> Parcels);

/// <summary>Reads refused parcels by their cause, so that many of one cause are mended at once.</summary>
public sealed class FailedParcels(MarketplaceDb database)
{
    /// <summary>Most parcels that are looked at, newest first.</summary>
    public const int MostParcels = 5_000;

    /// <summary>How many parcels wait to be mended.</summary>
    public async Task<int> CountAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Failed(db).CountAsync(cancellationToken);
    }

    /// <summary>Refused parcels by cause, the commonest first.</summary>
    public async Task<IReadOnlyList<FailureCause>> ByCauseAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var parcels = await (
            from shipment in Failed(db)
            join order in db.Orders on shipment.OrderId equals order.Id
            orderby shipment.CreatedAt descending
            select new FailedParcel(
                shipment.Id, order.Id, order.Marketplace, order.ExternalId, shipment.TrackingNumber, shipment.CarrierName, shipment.Problem ?? "", shipment.CreatedAt))
            .Take(MostParcels).ToListAsync(cancellationToken);
        return [.. parcels.GroupBy(p => (p.Marketplace, Words: CauseOf(p.Problem, p.TrackingNumber, p.ExternalOrderId)))
            .Select(group => new FailureCause(group.Key.Marketplace, group.Key.Words, [.. group]))
            .OrderByDescending(cause => cause.Parcels.Count)];
    }

    private static IQueryable<Shipment> Failed(MarketplaceDbContext db) => db.Shipments.AsNoTracking().Where(s => s.State == ShipmentState.Failed);

    /// <summary>A refusal without what is the parcel's own, so that those of one cause read alike.</summary>
    public static string CauseOf(string problem, string trackingNumber, string externalOrderId)
    {
        var words = problem;
        foreach (var own in new[] { trackingNumber, externalOrderId }.Where(own => own.Length > 3))
        {
            words = words.Replace(own, "…", StringComparison.OrdinalIgnoreCase);
        }

        return words;
    }
}

/// <summary>A parcel was refused, or stopped because its items were shipped elsewhere.</summary>
internal sealed class RefusedParcelConcern : IOrderConcern
{
    public IQueryable<Guid> OrderIds(MarketplaceDbContext db) => db.Shipments.Where(s => s.State == ShipmentState.Failed || s.State == ShipmentState.Stopped).Select(s => s.OrderId);
}

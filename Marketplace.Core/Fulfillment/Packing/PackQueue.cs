using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>Reads what waits at the packing table, and finds an order by what a scanner reads from its papers.</summary>
public sealed class PackQueue(MarketplaceDb database, TimeProvider time)
{
    /// <summary>Most orders of a page.</summary>
    public const int MostEntries = 100;

    /// <summary>The most urgent orders: those to pack, or those that are packed and not shipped.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="packed">The packed ones.</param>
    /// <param name="take">Rows, at most <see cref="MostEntries"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PackQueuePage> ReadAsync(Guid sellerId, bool packed, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var now = time.GetUtcNow();
        var runs = db.Set<PackRun>().IgnoreAutoIncludes();
        var waiting = db.Orders.AsNoTracking().Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace && (o.HoldUntil == null || o.HoldUntil <= now));
        var done = waiting.Where(o => runs.Any(r => r.OrderId == o.Id && r.State == PackState.Packed) && !runs.Any(r => r.OrderId == o.Id && r.State == PackState.Open));
        var open = waiting.Where(o => !runs.Any(r => r.OrderId == o.Id && r.State == PackState.Packed) || runs.Any(r => r.OrderId == o.Id && r.State == PackState.Open));
        var rows = await (packed ? done : open).OrderBy(o => o.ShipBy).ThenBy(o => o.Id).Take(Math.Min(take, MostEntries))
            .Select(o => new { o.Id, o.ExternalId, o.Marketplace, o.Summary, o.ItemCount, o.ShipBy, o.CancelRequested })
            .ToListAsync(cancellationToken);
        var ids = rows.Select(r => r.Id).ToList();
        var latest = (await runs.AsNoTracking().Where(r => ids.Contains(r.OrderId) && r.State != PackState.Released).ToListAsync(cancellationToken))
            .GroupBy(r => r.OrderId).ToDictionary(g => g.Key, g => g.OrderBy(r => r.State == PackState.Open ? 0 : 1).ThenByDescending(r => r.StartedAt).First());
        return new PackQueuePage(
            [.. rows.Select(o => (Order: o, Run: latest.GetValueOrDefault(o.Id))).Select(row => new PackQueueEntry(
                row.Order.Id, row.Order.ExternalId, row.Order.Marketplace, row.Order.Summary, row.Order.ItemCount, row.Order.ShipBy, row.Order.CancelRequested,
                row.Run?.State, row.Run?.Packer, row.Run?.Station, row.Run?.TouchedAt))],
            await open.CountAsync(cancellationToken),
            await done.CountAsync(cancellationToken));
    }

    /// <summary>Orders that a scan may mean: by the marketplace's order id, as slips and pick lists carry it, or by a parcel's tracking number, as labels do.</summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(Guid sellerId, string scanned, CancellationToken cancellationToken)
    {
        var code = scanned.Trim();
        if (code.Length == 0)
        {
            return [];
        }

        await using var db = database.Open(sellerId);
        var byId = await db.Orders.AsNoTracking().Where(o => o.ExternalId == code).Select(o => o.Id).ToListAsync(cancellationToken);
        if (byId.Count > 0)
        {
            return byId;
        }

        var number = TrackingNumber.Normalize(code);
        return await db.Shipments.AsNoTracking().Where(s => s.TrackingNumber == number).Select(s => s.OrderId).Distinct().ToListAsync(cancellationToken);
    }

    /// <summary>The packing that is open for an order, or else the last one that ended packed; null when there is none.</summary>
    public async Task<PackRun?> OfOrderAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<PackRun>().AsNoTracking().Where(r => r.OrderId == orderId && r.State != PackState.Released)
            .OrderByDescending(r => r.State == PackState.Open).ThenByDescending(r => r.StartedAt).FirstOrDefaultAsync(cancellationToken);
    }
}

using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Orders;
using Marketplace.Core.Sync;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Insights;

/// <summary>Work to do, in numbers.</summary>
/// <param name="ToShip">Orders to ship.</param>
/// <param name="DueSoon">Of these, to hand over within 24 hours.</param>
/// <param name="Late">Of these, past their ship-by time.</param>
/// <param name="LowStock">Variants with little left.</param>
/// <param name="OutOfStock">Variants with nothing left.</param>
/// <param name="Oversold">Orders with items that have no stock.</param>
/// <param name="SetAside">Orders that could not be imported.</param>
/// <param name="GivenUp">Work that somebody must retry or discard.</param>
/// <param name="ToLink">Listings without an item.</param>
/// <param name="Alerts">Alerts that nobody has seen.</param>
public sealed record DashboardTiles(int ToShip, int DueSoon, int Late, int LowStock, int OutOfStock, int Oversold, int SetAside, int GivenUp, int ToLink, int Alerts);

/// <summary>A store in numbers.</summary>
/// <param name="Listings">Its listings.</param>
/// <param name="OpenOrders">Its orders to ship.</param>
/// <param name="LastSyncAt">End of its last complete run, UTC; null before the first.</param>
/// <param name="Running">Its runs under way or waiting for their turn.</param>
/// <param name="Recovered">What reading the orders brought after the store was connected again, for an hour; plain words.</param>
public sealed record StoreFigures(int Listings, int OpenOrders, DateTimeOffset? LastSyncAt, IReadOnlyList<RunView> Running, string? Recovered = null)
{
    /// <summary>A store of which nothing is known yet.</summary>
    public static StoreFigures None { get; } = new(0, 0, null, []);
}

/// <summary>Reads for the dashboard.</summary>
public sealed class DashboardQueries(MarketplaceDb database, TimeProvider time)
{
    /// <summary>Work to do.</summary>
    public async Task<DashboardTiles> TilesAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var now = time.GetUtcNow();
        var soon = now + TimeSpan.FromHours(24);
        var low = await LowStockThresholds.UsualAsync(db, cancellationToken);
        var toShip = db.Orders.Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace);
        return new DashboardTiles(
            await toShip.CountAsync(cancellationToken),
            await toShip.CountAsync(o => o.ShipBy >= now && o.ShipBy < soon, cancellationToken),
            await toShip.CountAsync(o => o.ShipBy < now, cancellationToken),
            await db.StockLevels.CountAsync(s => s.Available > 0 && s.Available <= (s.LowStockThreshold ?? low), cancellationToken),
            await db.StockLevels.CountAsync(s => s.Available <= 0, cancellationToken),
            await db.Reservations.Where(r => r.Oversold > 0).Select(r => r.OrderId).Distinct().CountAsync(cancellationToken),
            await db.OrderDefects.CountAsync(d => d.ResolvedAt == null, cancellationToken),
            await db.WorkItems.CountAsync(w => w.State == WorkState.Dead, cancellationToken),
            await db.Listings.CountAsync(l => l.VariantId == null && (l.Link == LinkState.Waiting || l.Link == LinkState.ByHand), cancellationToken),
            await db.Alerts.CountAsync(a => a.ResolvedAt == null && a.AcknowledgedAt == null && (a.SnoozedUntil == null || a.SnoozedUntil <= now), cancellationToken));
    }

    /// <summary>Numbers of each store, by its id; a store without any is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, StoreFigures>> StoresAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var listings = await db.Listings.GroupBy(l => l.ConnectionId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var orders = await db.Orders
            .Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace)
            .GroupBy(o => o.ConnectionId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var synced = await db.SyncRuns
            .Where(r => r.State == SyncRunState.Succeeded || r.State == SyncRunState.Partial)
            .GroupBy(r => r.ConnectionId).Select(g => new { g.Key, At = g.Max(r => r.FinishedAt) }).ToDictionaryAsync(g => g.Key, g => g.At, cancellationToken);
        var running = (await RunView.Of(db.SyncRuns.AsNoTracking().Where(r => (r.State == SyncRunState.Running || r.State == SyncRunState.Queued) && SyncJobs.Imports.Contains(r.Job))
            .OrderBy(r => r.Id)).ToListAsync(cancellationToken)).ToLookup(r => r.ConnectionId);
        var lately = time.GetUtcNow().AddHours(-1);
        var recovered = (await db.SyncRuns.Where(r => r.Trigger == SyncWork.Reconnected && r.Job == SyncJob.Orders && r.Created > 0 && r.FinishedAt > lately)
            .Select(r => new { r.ConnectionId, r.Message }).ToListAsync(cancellationToken)).ToLookup(r => r.ConnectionId, r => r.Message);
        return listings.Keys.Union(orders.Keys).Union(synced.Keys).Union(running.Select(g => g.Key)).ToDictionary(
            id => id,
            id => new StoreFigures(listings.GetValueOrDefault(id), orders.GetValueOrDefault(id), synced.GetValueOrDefault(id), [.. running[id]], recovered[id].LastOrDefault()));
    }
}

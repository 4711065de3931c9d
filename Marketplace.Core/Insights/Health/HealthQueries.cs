using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Insights.Health;

/// <summary>How each store of a seller is.</summary>
public sealed class HealthQueries(MarketplaceDb database, ConnectionQueries connections, SyncQueries sync, StoreCalls calls, PlatformCatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan RecoveredShown = TimeSpan.FromDays(1);

    /// <summary>All stores that are not disconnected, the oldest first.</summary>
    public async Task<IReadOnlyList<StoreHealth>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        var stores = (await connections.ListAsync(sellerId, cancellationToken)).Where(s => s.State != ConnectionState.Disconnected).ToList();
        var status = await sync.StatusAsync(sellerId, cancellationToken);
        await using var db = database.Open(sellerId);
        var health = new List<StoreHealth>(stores.Count);
        foreach (var store in stores)
        {
            health.Add(await OfAsync(db, store, status.Jobs.First(j => j.ConnectionId == store.Id && j.Job == SyncJob.Orders), cancellationToken));
        }

        return health;
    }

    private async Task<StoreHealth> OfAsync(MarketplaceDbContext db, StoreView store, SyncJobStatus orders, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = await db.Connections.Where(c => c.Id == store.Id).Select(c => new { c.Quotas, c.QuotasAt }).SingleAsync(cancellationToken);
        var lately = now - RecoveredShown;
        var traffic = calls.Of(store.Id);
        var facts = new HealthFacts
        {
            Store = store,
            Scopes = catalog.TryGet(store.Marketplace, out var platform) ? platform.Connect.Scopes : [],
            Quotas = QuotaBook.Read(row.Quotas),
            QuotasAt = row.QuotasAt,
            LastOrderAt = await db.Orders.Where(o => o.ConnectionId == store.Id).MaxAsync(o => (DateTimeOffset?)o.ImportedAt, cancellationToken),
            ReadUntil = await db.SyncCursors.Where(c => c.ConnectionId == store.Id && c.Job == SyncJob.Orders).Select(c => (DateTimeOffset?)c.ReadUntil).SingleOrDefaultAsync(cancellationToken),
            OrdersEvery = orders.Every,
            OrdersPaused = orders.Paused,
            Calls = traffic.Calls,
            ErrorRate = traffic.ErrorRate,
            Throttled = traffic.Throttled,
            CircuitIsOpen = traffic.CircuitIsOpen,
            WaitsFor = traffic.WaitsFor,
            GivenUp = await db.WorkItems.CountAsync(w => w.ConnectionId == store.Id && w.State == WorkState.Dead, cancellationToken),
            SetAside = await db.OrderDefects.CountAsync(d => d.ConnectionId == store.Id && d.ResolvedAt == null, cancellationToken),
            Recovered = await db.SyncRuns.Where(r => r.ConnectionId == store.Id && r.Job == SyncJob.Orders && r.Trigger == SyncWork.Reconnected && r.FinishedAt > lately)
                .OrderByDescending(r => r.StartedAt).Select(r => r.Message).FirstOrDefaultAsync(cancellationToken),
        };
        return HealthRules.Judge(facts, now);
    }
}

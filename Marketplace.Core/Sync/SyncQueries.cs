using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms.Http;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>One job on one store, as screens and the API show it. Times are UTC.</summary>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="StoreName">Name of the store.</param>
/// <param name="Job">The job.</param>
/// <param name="Current">The run that waits or is under way; null when none is.</param>
/// <param name="Last">The last run that ended; null when none has.</param>
/// <param name="LastSuccessAt">End of the last complete run.</param>
/// <param name="Every">Time between two runs by themselves.</param>
/// <param name="IsOwnChoice">The seller chose that time for this store; otherwise it follows the settings.</param>
/// <param name="Paused">The seller has paused it.</param>
/// <param name="NextAt">When it runs next by itself; null while it is paused or the store is not connected.</param>
public sealed record SyncJobStatus(
    Guid ConnectionId, string Marketplace, string StoreName, SyncJob Job, SyncRun? Current, SyncRun? Last, DateTimeOffset? LastSuccessAt,
    TimeSpan Every, bool IsOwnChoice, bool Paused, DateTimeOffset? NextAt);

/// <summary>A seller's jobs as they stand.</summary>
/// <param name="Jobs">Each job on each store that is not disconnected.</param>
/// <param name="SetAside">Orders that could not be imported and wait for somebody to look at them.</param>
/// <param name="Waiting">What stores wait for, by connection.</param>
public sealed record SyncStatus(IReadOnlyList<SyncJobStatus> Jobs, int SetAside, IReadOnlyDictionary<Guid, Waiting> Waiting);

/// <summary>How jobs stand; the log of what they did is in Insights.</summary>
public sealed class SyncQueries(MarketplaceDb database, OperationLimiter limiter, SyncPlans plans)
{
    /// <summary>How a seller's jobs stand now.</summary>
    public async Task<SyncStatus> StatusAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var stores = await db.Connections.AsNoTracking().Where(c => c.State != ConnectionState.Disconnected).OrderBy(c => c.ConnectedAt).ToListAsync(cancellationToken);
        var jobs = new List<SyncJobStatus>();
        foreach (var store in stores)
        {
            foreach (var job in Enum.GetValues<SyncJob>())
            {
                jobs.Add(await StatusAsync(db, store, job, cancellationToken));
            }
        }

        var waiting = stores.Select(s => (s.Id, Waiting: limiter.WaitingOf(s.Id))).Where(w => w.Waiting is not null).ToDictionary(w => w.Id, w => w.Waiting!);
        return new SyncStatus(jobs, await db.OrderDefects.CountAsync(d => d.ResolvedAt == null, cancellationToken), waiting);
    }

    /// <summary>One run; null when the seller has no such run.</summary>
    public async Task<SyncRun?> FindRunAsync(Guid sellerId, Guid runId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.SyncRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
    }

    private async Task<SyncJobStatus> StatusAsync(MarketplaceDbContext db, Connection store, SyncJob job, CancellationToken cancellationToken)
    {
        var runs = db.SyncRuns.AsNoTracking().Where(r => r.ConnectionId == store.Id && r.Job == job);
        var current = await runs.Where(r => r.FinishedAt == null).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(cancellationToken);
        var last = await runs.Where(r => r.FinishedAt != null).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(cancellationToken);
        var success = last is { State: SyncRunState.Succeeded or SyncRunState.Partial }
            ? last.FinishedAt
            : await runs.Where(r => r.State == SyncRunState.Succeeded || r.State == SyncRunState.Partial).MaxAsync(r => r.FinishedAt, cancellationToken);
        var plan = await db.SyncPlans.AsNoTracking().SingleOrDefaultAsync(p => p.ConnectionId == store.Id && p.Job == job, cancellationToken)
            ?? new SyncPlan { ConnectionId = store.Id, Job = job, NextAt = DateTimeOffset.MaxValue };
        DateTimeOffset? next = plan.Paused || store.State != ConnectionState.Connected || plan.NextAt == DateTimeOffset.MaxValue ? null : plan.NextAt;
        return new SyncJobStatus(
            store.Id, store.Marketplace, store.StoreName, job, current, last, success, plans.Every(plan), plan.EveryMinutes is not null, plan.Paused, next);
    }
}

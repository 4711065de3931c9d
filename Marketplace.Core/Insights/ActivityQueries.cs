using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Sync;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Insights;

/// <summary>An order that could not be imported. Times are UTC.</summary>
/// <param name="Id">Our id.</param>
/// <param name="ConnectionId">The store.</param>
/// <param name="ExternalId">The marketplace's order id.</param>
/// <param name="Reason">Why, in plain words.</param>
/// <param name="FirstSeenAt">First try.</param>
/// <param name="LastSeenAt">Last try.</param>
public sealed record SetAsideOrder(Guid Id, Guid ConnectionId, string ExternalId, string Reason, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt);

/// <summary>Work of one kind that a store still has before it.</summary>
/// <param name="ConnectionId">The store.</param>
/// <param name="Kind">Names its handler.</param>
/// <param name="Count">How much of it.</param>
/// <param name="NextAt">When the first of it is due, UTC.</param>
public sealed record WaitingWork(Guid ConnectionId, string Kind, int Count, DateTimeOffset NextAt);

/// <summary>Reads of what jobs did and have before them.</summary>
public sealed class ActivityQueries(MarketplaceDb database)
{
    /// <summary>Most rows of each list.</summary>
    public const int MaxRows = 200;

    /// <summary>The newest runs.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="take">How many, at most <see cref="MaxRows"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<RunView>> RunsAsync(Guid sellerId, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await RunView.Of(db.SyncRuns.AsNoTracking().OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).Take(Math.Min(take, MaxRows)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>One page of the runs of a job on a store, newest first.</summary>
    public async Task<Page<RunView>> RunsOfAsync(Guid sellerId, Guid connectionId, SyncJob job, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var runs = db.SyncRuns.AsNoTracking().Where(r => r.ConnectionId == connectionId && r.Job == job);
        var total = await runs.CountAsync(cancellationToken);
        return new Page<RunView>(await RunView.Of(runs.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).Skip(skip).Take(Math.Min(take, MaxRows))).ToListAsync(cancellationToken), total);
    }

    /// <summary>Orders that are set aside, the latest first.</summary>
    public async Task<IReadOnlyList<SetAsideOrder>> SetAsideAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.OrderDefects.AsNoTracking()
            .Where(d => d.ResolvedAt == null)
            .OrderByDescending(d => d.LastSeenAt)
            .Take(MaxRows)
            .Select(d => new SetAsideOrder(d.Id, d.ConnectionId, d.ExternalId, d.Reason, d.FirstSeenAt, d.LastSeenAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Durable work that waits for its time or its turn.</summary>
    public async Task<IReadOnlyList<WaitingWork>> WaitingAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.WorkItems
            .Where(w => w.State == WorkState.Open)
            .GroupBy(w => new { w.ConnectionId, w.Kind })
            .Select(g => new WaitingWork(g.Key.ConnectionId, g.Key.Kind, g.Count(), g.Min(w => w.DueAt)))
            .ToListAsync(cancellationToken);
    }
}

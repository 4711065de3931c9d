using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>Keeps the log of runs.</summary>
internal sealed class SyncRuns(MarketplaceDb database, SyncStarter starter, ChangeFeed changes, IOptions<SyncOptions> options, TimeProvider time)
{
    /// <summary>Takes up the oldest run of a job on a store that waits, or that a dead process left behind. Null when none does.</summary>
    public async Task<SyncRun?> TakeAsync(Guid sellerId, Guid connectionId, SyncJob job, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var run = await db.SyncRuns
            .Where(r => r.ConnectionId == connectionId && r.Job == job && (r.State == SyncRunState.Queued || r.State == SyncRunState.Running))
            .OrderBy(r => r.StartedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (run is null)
        {
            return null;
        }

        run.State = SyncRunState.Running;
        run.StartedAt = time.GetUtcNow();
        (run.Fetched, run.Created, run.Updated, run.Failed, run.Expected, run.Message) = (0, 0, 0, 0, null, null);
        await db.SaveChangesAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Sync, connectionId));
        return run;
    }

    /// <summary>Puts a run back, to be taken up later.</summary>
    public Task RequeueAsync(SyncRun run, string message) => WriteAsync(run, SyncRunState.Queued, null, message);

    /// <summary>Ends a run, and drops the oldest ones beyond what is kept.</summary>
    public async Task EndAsync(SyncRun run, SyncRunState state, string? message)
    {
        var now = time.GetUtcNow();
        SyncMeter.Ended(run, state, now);
        await WriteAsync(run, state, now, message);
        await using var db = database.Open(run.SellerId);
        var oldest = await db.SyncRuns.Where(r => r.ConnectionId == run.ConnectionId && r.Job == run.Job)
            .OrderByDescending(r => r.StartedAt).Skip(options.Value.KeptRuns).Select(r => (DateTimeOffset?)r.StartedAt).FirstOrDefaultAsync();
        if (oldest is { } limit)
        {
            await db.SyncRuns.Where(r => r.ConnectionId == run.ConnectionId && r.Job == run.Job && r.StartedAt <= limit).ExecuteDeleteAsync();
        }
    }

    /// <summary>Orders follow the first import of products, so that their lines find their listings.</summary>
    public async Task AfterSuccessAsync(SyncRun run, CancellationToken cancellationToken)
    {
        await using var db = database.Open(run.SellerId);
        if (run.Job == SyncJob.Products
            && !await db.SyncCursors.AnyAsync(c => c.ConnectionId == run.ConnectionId && c.Job == SyncJob.Orders, cancellationToken))
        {
            await starter.StartForConnectionAsync(run.SellerId, run.ConnectionId, SyncJob.Orders, run.Trigger, cancellationToken);
        }
    }

    // Not cut short by a stop: the log must say how a run ended.
    private async Task WriteAsync(SyncRun run, SyncRunState state, DateTimeOffset? finishedAt, string? message)
    {
        await using var db = database.Open(run.SellerId);
        await db.SyncRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, state)
                .SetProperty(r => r.FinishedAt, finishedAt)
                .SetProperty(r => r.Calls, run.Calls)
                .SetProperty(r => r.FailedCalls, run.FailedCalls)
                .SetProperty(r => r.WaitedMs, run.WaitedMs)
                .SetProperty(r => r.Message, message),
            CancellationToken.None);
        changes.Publish(new Change(run.SellerId, ChangeTopic.Sync, run.ConnectionId));
    }
}

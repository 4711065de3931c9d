using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms.Http;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>The counts of a run, written as it goes on and told to open pages; a page at a time, but not more than a few times a second.</summary>
internal sealed class SyncProgress(SyncRun run, CallTally tally, MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);
    private DateTimeOffset savedAt;
    private (int Calls, int Failed, TimeSpan Waited) told;

    /// <summary>Items that were set aside so far.</summary>
    public int Failed { get; private set; }

    /// <summary>What a run that went through has found wrong with the store; plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>Notes a page.</summary>
    /// <exception cref="OperationCanceledException">The seller asked the run to stop.</exception>
    public async Task AddAsync(int fetched, int? expected, ImportCounts counts, CancellationToken cancellationToken)
    {
        run.Fetched += fetched;
        run.Created += counts.Created;
        run.Updated += counts.Updated;
        run.Failed = Failed += counts.Failed;
        run.Expected = expected ?? run.Expected;
        if (time.GetUtcNow() - savedAt >= Least)
        {
            await SaveAsync(cancellationToken);
        }
    }

    /// <summary>Writes the counts as they are now.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        savedAt = time.GetUtcNow();
        NoteCalls();
        await using var db = database.Open(run.SellerId);
        await db.SyncRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Fetched, run.Fetched)
                .SetProperty(r => r.Created, run.Created)
                .SetProperty(r => r.Updated, run.Updated)
                .SetProperty(r => r.Failed, run.Failed)
                .SetProperty(r => r.Expected, run.Expected)
                .SetProperty(r => r.Calls, run.Calls)
                .SetProperty(r => r.FailedCalls, run.FailedCalls)
                .SetProperty(r => r.WaitedMs, run.WaitedMs),
            cancellationToken);
        changes.Publish(new Change(run.SellerId, ChangeTopic.Sync, run.ConnectionId));
        if (await db.SyncRuns.AnyAsync(r => r.Id == run.Id && r.StopRequested, cancellationToken))
        {
            throw new OperationCanceledException("The seller stopped the run.");
        }
    }

    /// <summary>Puts into the run what it has called so far; a run that is taken up again goes on counting.</summary>
    public void NoteCalls()
    {
        run.Calls += tally.Calls - told.Calls;
        run.FailedCalls += tally.Failed - told.Failed;
        run.WaitedMs += (long)(tally.Waited - told.Waited).TotalMilliseconds;
        told = (tally.Calls, tally.Failed, tally.Waited);
    }
}

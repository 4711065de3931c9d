using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>Asks for runs of jobs. They are durable work, so one that was asked for survives the end of the process.</summary>
public sealed class SyncStarter(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, SyncStops stops, TimeProvider time)
{
    /// <summary>Starts a job on all connected stores of a seller, or on those of one marketplace.</summary>
    /// <param name="sellerId">Whose stores.</param>
    /// <param name="job">Which job.</param>
    /// <param name="marketplace">Key; null for all.</param>
    /// <param name="trigger">Who asks: seller, schedule, connect, api.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The runs; one that was waiting or under way already counts.</returns>
    public async Task<IReadOnlyList<Guid>> StartAsync(Guid sellerId, SyncJob job, string? marketplace, string trigger, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var stores = await db.Connections.AsNoTracking()
            .Where(c => c.State == ConnectionState.Connected && (marketplace == null || c.Marketplace == marketplace))
            .ToListAsync(cancellationToken);
        var runs = new List<Guid>();
        foreach (var store in stores)
        {
            runs.Add(await StartAsync(store, job, trigger, cancellationToken));
        }

        return runs;
    }

    /// <summary>Starts a job on one store of a seller; null where the store is not the seller's, or not connected.</summary>
    public async Task<Guid?> StartForConnectionAsync(Guid sellerId, Guid connectionId, SyncJob job, string trigger, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var store = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId && c.State == ConnectionState.Connected, cancellationToken);
        return store is null ? null : await StartAsync(store, job, trigger, cancellationToken);
    }

    /// <summary>Asks a run to stop; it ends at once here, and at its next page on another instance. False where there is no such run under way.</summary>
    public async Task<bool> StopAsync(Guid sellerId, Guid runId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var asked = await db.SyncRuns
            .Where(r => r.Id == runId && (r.State == SyncRunState.Running || r.State == SyncRunState.Queued))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.StopRequested, true), cancellationToken);
        await stops.StopAsync(runId);
        return asked > 0;
    }

    /// <summary>Asks for a run within the caller's transaction; <see cref="Announce"/> follows its commit.</summary>
    internal async Task<Guid> AskAsync(MarketplaceDbContext db, Connection store, SyncJob job, string trigger, CancellationToken cancellationToken)
    {
        // The work comes first: its key makes those who ask at the same time wait for each other, so that they find one run and not
        // two, of which one piece of work would do only the first. It is asked for even when the run exists: the work may have been
        // given up, and then nothing else would start it.
        await queue.EnqueueAsync(
            db, store.SellerId, store.Id, SyncWork.Run(job), "", SyncWork.RunKey(job, store.Id), trigger == "schedule" ? 200 : 50, cancellationToken: cancellationToken);
        var open = await db.SyncRuns
            .Where(r => r.ConnectionId == store.Id && r.Job == job && (r.State == SyncRunState.Queued || r.State == SyncRunState.Running))
            .Select(r => (Guid?)r.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (open is null)
        {
            var run = new SyncRun { ConnectionId = store.Id, Marketplace = store.Marketplace, Job = job, Trigger = trigger, State = SyncRunState.Queued, StartedAt = time.GetUtcNow() };
            db.SyncRuns.Add(run);
            await db.SaveChangesAsync(cancellationToken);
            open = run.Id;
        }

        return open.Value;
    }

    /// <summary>Tells pages and workers that a run was asked for.</summary>
    internal void Announce(Connection store)
    {
        changes.Publish(new Change(store.SellerId, ChangeTopic.Sync, store.Id));
        signal.Wake();
    }

    private async Task<Guid> StartAsync(Connection store, SyncJob job, string trigger, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var run = await AskAsync(db, store, job, trigger, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(store);
        return run;
    }
}

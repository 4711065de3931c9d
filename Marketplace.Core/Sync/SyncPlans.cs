using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>When jobs run by themselves: starts those that are due, and keeps what sellers chose.</summary>
public sealed class SyncPlans(MarketplaceDb database, SyncStarter starter, ChangeFeed changes, IOptions<ScheduleOptions> options, TimeProvider time)
{
    /// <summary>Longest time between two runs that a seller may choose, in minutes.</summary>
    public const int MostMinutes = 7 * 24 * 60;

    /// <summary>
    /// Starts every job that is due on a connected store. Safe on several instances at once: moving the next time on and asking for
    /// the run are one transaction, which only one of them wins.
    /// </summary>
    public async Task StartDueAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await PlanNewStoresAsync(db, cancellationToken);
        var now = time.GetUtcNow();
        var due = await db.SyncPlans.IgnoreQueryFilters().AsNoTracking()
            .Where(p => !p.Paused && p.NextAt <= now)
            .Join(db.Connections.IgnoreQueryFilters().Where(c => c.State == ConnectionState.Connected), p => p.ConnectionId, c => c.Id, (plan, store) => new { plan, store })
            .ToListAsync(cancellationToken);
        foreach (var one in due)
        {
            await StartAsync(one.plan, one.store, cancellationToken);
        }
    }

    /// <summary>Changes when a job runs on a store; a shorter time counts from now.</summary>
    /// <param name="sellerId">Whose store.</param>
    /// <param name="connectionId">The store.</param>
    /// <param name="job">Which job.</param>
    /// <param name="everyMinutes">1 to <see cref="MostMinutes"/>; null follows the settings.</param>
    /// <param name="paused">Whether it rests until it is resumed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where the store is not the seller's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of bounds.</exception>
    public async Task<bool> SetAsync(Guid sellerId, Guid connectionId, SyncJob job, int? everyMinutes, bool paused, CancellationToken cancellationToken)
    {
        if (everyMinutes is < 1 or > MostMinutes)
        {
            throw new ArgumentOutOfRangeException(nameof(everyMinutes), everyMinutes, $"A job runs at least every {MostMinutes} minutes, and at most once a minute.");
        }

        await using var db = database.Open(sellerId);
        await PlanNewStoresAsync(db, cancellationToken);
        var plan = await db.SyncPlans.SingleOrDefaultAsync(p => p.ConnectionId == connectionId && p.Job == job, cancellationToken);
        if (plan is null)
        {
            return false;
        }

        (plan.EveryMinutes, plan.Paused) = (everyMinutes, paused);
        var soonest = time.GetUtcNow() + Every(plan);
        plan.NextAt = plan.NextAt < soonest ? plan.NextAt : soonest;
        await db.SaveChangesAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Sync, connectionId));
        return true;
    }

    internal TimeSpan Every(SyncPlan plan) => plan.EveryMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : options.Value.Of(plan.Job);

    private async Task StartAsync(SyncPlan plan, Connection store, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var next = time.GetUtcNow() + Every(plan);
        var won = await db.SyncPlans.Where(p => p.Id == plan.Id && p.NextAt == plan.NextAt)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.NextAt, next), cancellationToken);
        if (won == 1)
        {
            await starter.AskAsync(db, store, plan.Job, "schedule", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            starter.Announce(store);
        }
    }

    // Connecting starts the first runs by itself, so a new store's plan begins one interval later.
    private async Task PlanNewStoresAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        var planned = db.SyncPlans.IgnoreQueryFilters();
        var jobs = Enum.GetValues<SyncJob>();
        var stores = await db.Connections.IgnoreQueryFilters().AsNoTracking()
            .Where(c => c.State != ConnectionState.Disconnected && planned.Count(p => p.ConnectionId == c.Id) < jobs.Length)
            .ToListAsync(cancellationToken);
        foreach (var store in stores)
        {
            await using var own = database.Open(store.SellerId);
            var known = await own.SyncPlans.Where(p => p.ConnectionId == store.Id).Select(p => p.Job).ToListAsync(cancellationToken);
            own.SyncPlans.AddRange(jobs.Except(known).Select(job => new SyncPlan { ConnectionId = store.Id, Job = job, NextAt = time.GetUtcNow() + options.Value.Of(job) }));
            try
            {
                await own.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (DatabaseFailures.MayPass(exception))
            {
                // Another instance has just written the same plans.
            }
        }
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Work;

/// <summary>A store and a kind of work; one worker at a time is in a lane, over all processes.</summary>
internal sealed record WorkLane(Guid ConnectionId, string Kind);

/// <summary>Claims work under leases and settles it. Every settlement is fenced: it works only for the one who holds the lease.</summary>
internal sealed class WorkClaims(MarketplaceDb database, TimeProvider time)
{
    /// <summary>Lanes that have due work which nobody holds, of some stores and of what is no store's; of all stores without a choice.</summary>
    public async Task<List<WorkLane>> ReadyLanesAsync(IReadOnlyCollection<string> kinds, IReadOnlySet<Guid>? stores, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        return await Among(db, stores, Ready(db, time.GetUtcNow())).Where(w => kinds.Contains(w.Kind))
            .Select(w => new { w.ConnectionId, w.Kind }).Distinct()
            .Select(w => new WorkLane(w.ConnectionId, w.Kind)).ToListAsync(cancellationToken);
    }

    /// <summary>Time at which the next open work comes due; null when there is none.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(IReadOnlySet<Guid>? stores, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var now = time.GetUtcNow();
        return await Among(db, stores, Open(db)).Where(w => w.DueAt > now).MinAsync(w => (DateTimeOffset?)w.DueAt, cancellationToken);
    }

    /// <summary>
    /// Takes the next item of a lane; null when none is due or another worker is in the lane. Takes one at a time, so that urgent
    /// work goes ahead of what waits and a dead worker holds up as little as possible.
    /// </summary>
    public async Task<WorkItem?> ClaimAsync(WorkLane lane, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db.Database.IsNpgsql())
        {
            // SQLite has one writer at a time; here two processes could both find the lane empty.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({lane.ConnectionId + lane.Kind}, 0))", cancellationToken);
        }

        var now = StoredTime.Parameter(db, time.GetUtcNow());
        var until = StoredTime.Parameter(db, time.GetUtcNow() + lease);
        var claimed = await db.WorkItems.FromSql(
            $"""
            UPDATE "WorkItems" SET "LeaseOwner" = {owner}, "LeaseUntil" = {until}, "Attempts" = "Attempts" + 1
            WHERE "Id" IN (
                SELECT "Id" FROM "WorkItems"
                WHERE "State" = 'Open' AND "ConnectionId" = {lane.ConnectionId} AND "Kind" = {lane.Kind}
                    AND "DueAt" <= {now} AND ("LeaseUntil" IS NULL OR "LeaseUntil" < {now})
                    AND NOT EXISTS (
                        SELECT 1 FROM "WorkItems" AS held
                        WHERE held."State" = 'Open' AND held."ConnectionId" = {lane.ConnectionId} AND held."Kind" = {lane.Kind} AND held."LeaseUntil" >= {now})
                ORDER BY "Priority", "DueAt", "Id" LIMIT 1)
            RETURNING *
            """).IgnoreQueryFilters().AsNoTracking().ToListAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return claimed.SingleOrDefault();
    }

    /// <summary>Holds an item for longer. False when somebody else has it.</summary>
    public async Task<bool> RenewAsync(WorkItem item, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        DateTimeOffset? until = time.GetUtcNow() + lease;
        return await Held(db, item).ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseUntil, until), cancellationToken) == 1;
    }

    /// <summary>Drops finished work, unless it was asked for again since the claim: then it is due at once.</summary>
    public async Task FinishAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (await Held(db, item).Where(w => w.Revision == item.Revision).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            await LetGoAsync(Held(db, item), time.GetUtcNow(), 0, null, WorkFailure.None, cancellationToken);
        }
    }

    /// <summary>Gives an item back, to be due at a time; at once when it was asked for again since the claim and has not failed.</summary>
    public async Task PostponeAsync(WorkItem item, DateTimeOffset dueAt, int attempts, string? problem, WorkFailure failure, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var held = Held(db, item);
        if (failure == WorkFailure.None && await LetGoAsync(held.Where(w => w.Revision == item.Revision), dueAt, attempts, null, failure, cancellationToken) == 0)
        {
            dueAt = time.GetUtcNow();
        }

        await LetGoAsync(held, dueAt, attempts, problem, failure, cancellationToken);
    }

    /// <summary>Gives an item up. Its coalescing key becomes free, so that the same work can be asked for anew.</summary>
    public async Task BuryAsync(WorkItem item, string problem, WorkFailure failure, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await Held(db, item).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.State, WorkState.Dead)
                .SetProperty(w => w.CoalesceKey, (string?)null)
                .SetProperty(w => w.LeaseOwner, (string?)null)
                .SetProperty(w => w.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(w => w.Problem, problem)
                .SetProperty(w => w.Failure, failure),
            cancellationToken);
    }

    /// <summary>Frees what processes that are gone had claimed; of all stores without a choice.</summary>
    public async Task FreeAsync(IReadOnlyList<Guid>? stores, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await Open(db).Where(w => w.LeaseOwner != null && (stores == null || stores.Contains(w.ConnectionId))).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.LeaseOwner, (string?)null).SetProperty(w => w.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    private static Task<int> LetGoAsync(
        IQueryable<WorkItem> held, DateTimeOffset dueAt, int attempts, string? problem, WorkFailure failure, CancellationToken cancellationToken) =>
        held.ExecuteUpdateAsync(
            set => set.SetProperty(w => w.LeaseOwner, (string?)null)
                .SetProperty(w => w.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(w => w.DueAt, dueAt)
                .SetProperty(w => w.Attempts, attempts)
                .SetProperty(w => w.Problem, problem)
                .SetProperty(w => w.Failure, failure),
            cancellationToken);

    private static IQueryable<WorkItem> Open(MarketplaceDbContext db) =>
        db.WorkItems.IgnoreQueryFilters().Where(w => w.State == WorkState.Open);

    private static IQueryable<WorkItem> Among(MarketplaceDbContext db, IReadOnlySet<Guid>? stores, IQueryable<WorkItem> work)
    {
        if (stores is null)
        {
            return work;
        }

        Guid[] ids = [.. stores];
        return work.Where(w => ids.Contains(w.ConnectionId) || !db.Connections.IgnoreQueryFilters().Any(c => c.Id == w.ConnectionId));
    }

    private static IQueryable<WorkItem> Ready(MarketplaceDbContext db, DateTimeOffset now) =>
        Open(db).Where(w => w.DueAt <= now && (w.LeaseUntil == null || w.LeaseUntil < now));

    private static IQueryable<WorkItem> Held(MarketplaceDbContext db, WorkItem item) =>
        db.WorkItems.IgnoreQueryFilters().Where(w => w.Id == item.Id && w.LeaseOwner == item.LeaseOwner);
}

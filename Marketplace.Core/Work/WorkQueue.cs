using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Work;

/// <summary>Writes durable work into the caller's open transaction.</summary>
public sealed class WorkQueue(TimeProvider time)
{
    /// <summary>
    /// Adds work, to be committed with the business change. With a coalescing key, work that is already open under the key is asked
    /// for once more instead: it comes due no later than this wish, and a worker that is at it will look again before it drops it.
    /// Call <see cref="WorkSignal.Wake"/> after the commit.
    /// </summary>
    /// <exception cref="InvalidOperationException">A coalescing key was given without an open transaction.</exception>
    public async Task EnqueueAsync(
        MarketplaceDbContext db, Guid sellerId, Guid connectionId, string kind, string payload,
        string? coalesceKey = null, int priority = 100, TimeSpan delay = default, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        if (coalesceKey is not null)
        {
            await CoalesceAsync(db, sellerId, connectionId, kind, payload, coalesceKey, priority, now, now + delay, cancellationToken);
            return;
        }

        db.WorkItems.Add(new WorkItem
        {
            SellerId = sellerId,
            ConnectionId = connectionId,
            Kind = kind,
            Payload = payload,
            Priority = priority,
            DueAt = now + delay,
            CreatedAt = now,
        });
    }

    // One statement, so that two transactions that ask for the same work at the same time cannot both insert it.
    private static async Task CoalesceAsync(
        MarketplaceDbContext db, Guid sellerId, Guid connectionId, string kind, string payload,
        string coalesceKey, int priority, DateTimeOffset now, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException($"Coalesced work '{coalesceKey}' must be written inside a transaction, or it could be done before the change it belongs to.");
        }

        var dueAt = StoredTime.Parameter(db, due);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "WorkItems" ("Id", "SellerId", "ConnectionId", "Kind", "CoalesceKey", "Payload", "Priority", "DueAt", "Attempts", "State", "Revision", "Failure", "CreatedAt")
            VALUES ({Guid.CreateVersion7()}, {sellerId}, {connectionId}, {kind}, {coalesceKey}, {payload}, {priority}, {dueAt}, 0, {nameof(WorkState.Open)}, 0, {nameof(WorkFailure.None)}, {StoredTime.Parameter(db, now)})
            ON CONFLICT ("CoalesceKey") DO UPDATE SET
                "Revision" = "WorkItems"."Revision" + 1,
                "DueAt" = CASE WHEN "WorkItems"."Failure" = {nameof(WorkFailure.None)} AND "WorkItems"."DueAt" > {dueAt} THEN {dueAt} ELSE "WorkItems"."DueAt" END
            """,
            cancellationToken);
    }
}

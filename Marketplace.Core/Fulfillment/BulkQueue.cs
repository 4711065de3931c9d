using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>
/// Takes waiting parcels of a store out of the queue of single calls, all or none of each: a parcel is either with a worker of that
/// queue or in a batch, also when several processes work at once.
/// </summary>
internal sealed class BulkQueue(MarketplaceDb database, TimeProvider time)
{
    // A parcel that was entered by hand goes out by itself within seconds; one that has not by then waits behind many.
    private static readonly TimeSpan ByHand = TimeSpan.FromSeconds(15);
    private const int AtOnce = 500;

    /// <summary>Asks for a look whether the queue of a store has grown long; in the caller's open transaction.</summary>
    public static Task AskAsync(MarketplaceDbContext db, WorkQueue queue, Guid sellerId, Guid connectionId, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(
            db, sellerId, connectionId, WorkKinds.ShipmentBatch, "", WorkKinds.ShipmentBatchKey(connectionId),
            priority: ShipOrders.FilePriority, delay: TimeSpan.FromSeconds(1), cancellationToken: cancellationToken);

    /// <summary>The batch of a store that is under way; null when there is none.</summary>
    public async Task<ShipmentBatch?> UnderWayAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.ShipmentBatches.AsNoTracking()
            .Where(b => b.ConnectionId == connectionId && (b.State == ShipmentBatchState.Taken || b.State == ShipmentBatchState.HandedOver))
            .OrderBy(b => b.TakenAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether the marketplace threw away a batch of a store lately.</summary>
    public async Task<bool> FailedSinceAsync(Guid sellerId, Guid connectionId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.ShipmentBatches.AnyAsync(b => b.ConnectionId == connectionId && b.State == ShipmentBatchState.Dissolved && b.EndedAt > since, cancellationToken);
    }

    /// <summary>Parcels that could go in a batch now, and whether a file of the seller is still being entered.</summary>
    public async Task<(int Waiting, bool MoreToCome)> LengthAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var waiting = await Free(db, connectionId).CountAsync(cancellationToken);
        return (waiting, waiting > 0 && await db.TrackingFiles.AnyAsync(f => f.State == TrackingFileState.Sending, cancellationToken));
    }

    /// <summary>Takes parcels into a new batch; null when there are fewer than are worth it.</summary>
    public async Task<ShipmentBatch?> TakeAsync(Guid sellerId, Guid connectionId, int least, int most, CancellationToken cancellationToken)
    {
        var batch = new ShipmentBatch { SellerId = sellerId, ConnectionId = connectionId, TakenAt = time.GetUtcNow() };
        var owner = $"batch/{batch.Id:N}";
        var now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var candidates = await Free(db, connectionId).OrderBy(w => w.Priority).ThenBy(w => w.DueAt).ThenBy(w => w.Id).Take(most).Select(w => w.Id).ToListAsync(cancellationToken);
        foreach (var ids in candidates.Chunk(AtOnce))
        {
            await Free(db, connectionId).Where(w => ids.Contains(w.Id)).ExecuteUpdateAsync(
                set => set.SetProperty(w => w.LeaseOwner, owner).SetProperty(w => w.LeaseUntil, now.AddMinutes(1)), cancellationToken);
        }

        var held = db.WorkItems.Where(w => w.ConnectionId == connectionId && w.LeaseOwner == owner);
        var parcels = (await held.Select(w => w.Payload).ToListAsync(cancellationToken)).Select(Guid.Parse).ToList();
        var members = new List<Guid>(parcels.Count);
        foreach (var ids in parcels.Chunk(AtOnce))
        {
            // One whose earlier call may have been carried out is left to the single way, which looks first; so is one of whose order
            // something is shipped already, maybe elsewhere, or was cancelled meanwhile, which is not told at all.
            await db.Shipments.Where(s => ids.Contains(s.Id) && s.State == ShipmentState.Queued && s.SendStartedAt == null && s.BatchId == null
                && db.Orders.Any(o => o.Id == s.OrderId && o.State == OrderState.ToShip && !o.Lines.Any(l => l.QuantityShipped > 0))
                && !s.Lines.Any(l => db.OrderLines.Any(o => o.Id == l.OrderLineId && o.Quantity < l.Quantity))).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.BatchId, batch.Id).SetProperty(s => s.SendStartedAt, now).SetProperty(s => s.Version, s => s.Version + 1), cancellationToken);
            members.AddRange(await db.Shipments.Where(s => ids.Contains(s.Id) && s.BatchId == batch.Id).Select(s => s.Id).ToListAsync(cancellationToken));
        }

        if (members.Count < least)
        {
            return null;
        }

        foreach (var payloads in members.Select(id => id.ToString()).Chunk(AtOnce))
        {
            await held.Where(w => payloads.Contains(w.Payload)).ExecuteDeleteAsync(cancellationToken);
        }

        await held.ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, (string?)null).SetProperty(w => w.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
        batch.SetMembers(members.Order());
        db.ShipmentBatches.Add(batch);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return batch;
    }

    private IQueryable<WorkItem> Free(MarketplaceDbContext db, Guid connectionId)
    {
        var now = time.GetUtcNow();
        var byHand = now - ByHand;
        return db.WorkItems.Where(w => w.State == WorkState.Open && w.ConnectionId == connectionId && w.Kind == ShipOrders.ConfirmWork
            && w.DueAt <= now && (w.LeaseUntil == null || w.LeaseUntil < now) && (w.Priority == ShipOrders.FilePriority || w.CreatedAt < byHand));
    }
}

using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>The moves of a batch and of its parcels, some hundreds of parcels a transaction, each published after its commit.</summary>
internal sealed class BatchSteps(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <summary>Reads the parcels of a batch, in the order of its members.</summary>
    public async Task<List<Parcel>> LoadAsync(ShipmentBatch batch, CancellationToken cancellationToken)
    {
        var parcels = new List<Parcel>();
        await using var db = database.Open(batch.SellerId);
        foreach (var ids in batch.MemberIds().Chunk(AtOnce))
        {
            var shipments = await db.Shipments.AsNoTracking().Include(s => s.Lines).AsSplitQuery().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancellationToken);
            var orderIds = shipments.Values.Select(s => s.OrderId).Distinct().ToList();
            var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).AsSplitQuery().Where(o => orderIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
            parcels.AddRange(ids.Where(shipments.ContainsKey).Select(id => new Parcel(shipments[id], orders[shipments[id].OrderId], [])));
        }

        return parcels;
    }

    /// <summary>The marketplace took the batch.</summary>
    public async Task HandedOverAsync(ShipmentBatch batch, string ticket, CancellationToken cancellationToken)
    {
        await using var db = database.Open(batch.SellerId);
        db.Attach(batch);
        (batch.Ticket, batch.State, batch.HandedOverAt) = (ticket, ShipmentBatchState.HandedOver, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The marketplace is still at work.</summary>
    public async Task LookedAsync(ShipmentBatch batch, CancellationToken cancellationToken)
    {
        await using var db = database.Open(batch.SellerId);
        db.Attach(batch);
        batch.Looks++;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Gives every parcel its verdict: what was taken is looked for from now on, what was refused says why. Parcels that have left
    /// the batch, because somebody has sent them anew, are passed over.
    /// </summary>
    public async Task SettleAsync(ShipmentBatch batch, IReadOnlyList<Parcel> parcels, IReadOnlyList<ShipmentVerdict> verdicts, string marketplace, CancellationToken cancellationToken)
    {
        var byKey = verdicts.ToDictionary(v => (v.ExternalOrderId, v.PackageNumber));
        await MoveAsync(
            batch,
            parcels,
            parcel => byKey.TryGetValue((parcel.Order.ExternalId, parcel.Shipment.PackageNumber), out var verdict)
                ? Judge(parcel.Shipment, verdict, marketplace)
                : Release(parcel.Shipment, $"{marketplace} did not say what became of the parcel.", mayBeCarriedOut: true, marketplace),
            cancellationToken);
        await EndAsync(batch, ShipmentBatchState.Settled, cancellationToken);
    }

    /// <summary>Gives the parcels back to the queue of single calls.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="parcels">Its parcels.</param>
    /// <param name="mayBeCarriedOut">The marketplace may have some of them; the next try then looks before it sends.</param>
    /// <param name="why">In plain words.</param>
    /// <param name="marketplace">Its name, for the timeline.</param>
    /// <param name="cancellationToken">Leaves the rest in the batch.</param>
    public async Task DissolveAsync(ShipmentBatch batch, IReadOnlyList<Parcel> parcels, bool mayBeCarriedOut, string why, string marketplace, CancellationToken cancellationToken)
    {
        await MoveAsync(batch, parcels, parcel => Release(parcel.Shipment, why, mayBeCarriedOut, marketplace), cancellationToken);
        await EndAsync(batch, ShipmentBatchState.Dissolved, cancellationToken);
    }

    private (OrderEvent Said, string Next, int Priority)? Judge(Shipment shipment, ShipmentVerdict verdict, string marketplace)
    {
        (shipment.BatchId, shipment.SendStartedAt) = (null, null);
        shipment.Move(verdict.Accepted ? ShipmentState.Sent : ShipmentState.Failed);
        shipment.Problem = verdict.Reason;
        if (verdict.Accepted)
        {
            shipment.SentAt = time.GetUtcNow();
            var remark = verdict.Reason is null ? "" : $" It remarks: {verdict.Reason}";
            return (Event(shipment, $"{marketplace} took parcel {shipment.PackageNumber}.{remark}", marketplace, verdict.Reason is not null), VerifyShipmentHandler.VerifyWork, ShipOrders.PriorityOf(shipment));
        }

        shipment.Problem ??= $"{marketplace} refused the parcel without naming a reason.";
        return (Event(shipment, $"Parcel {shipment.PackageNumber} was not accepted: {shipment.Problem}", marketplace, true), "", 0);
    }

    private (OrderEvent Said, string Next, int Priority)? Release(Shipment shipment, string why, bool mayBeCarriedOut, string marketplace)
    {
        (shipment.BatchId, shipment.Problem) = (null, why);
        shipment.SendStartedAt = mayBeCarriedOut ? shipment.SendStartedAt : null;
        return (Event(shipment, why, marketplace, true), ShipOrders.ConfirmWork, ShipOrders.PriorityOf(shipment));
    }

    private OrderEvent Event(Shipment shipment, string text, string actor, bool isProblem) =>
        new() { OrderId = shipment.OrderId, At = time.GetUtcNow(), Text = text, Actor = actor, IsProblem = isProblem };

    private async Task MoveAsync(
        ShipmentBatch batch, IReadOnlyList<Parcel> parcels, Func<Parcel, (OrderEvent Said, string Next, int Priority)?> move, CancellationToken cancellationToken)
    {
        foreach (var group in parcels.Chunk(AtOnce))
        {
            var ids = group.Select(p => p.Shipment.Id).ToList();
            await using var db = database.Open(batch.SellerId);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var still = await db.Shipments.Where(s => ids.Contains(s.Id) && s.BatchId == batch.Id && s.State == ShipmentState.Queued).ToDictionaryAsync(s => s.Id, cancellationToken);
            foreach (var parcel in group.Where(p => still.ContainsKey(p.Shipment.Id)))
            {
                var current = parcel with { Shipment = still[parcel.Shipment.Id] };
                if (move(current) is var (said, next, priority))
                {
                    db.OrderEvents.Add(said);
                    if (next.Length > 0)
                    {
                        await queue.EnqueueAsync(db, batch.SellerId, batch.ConnectionId, next, current.Shipment.Id.ToString(), priority: priority, delay: TimeSpan.FromSeconds(2), cancellationToken: cancellationToken);
                    }
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            signal.Wake();
            changes.Publish(new Change(batch.SellerId, ChangeTopic.Fulfillment));
            changes.Publish(new Change(batch.SellerId, ChangeTopic.Orders));
        }
    }

    private async Task EndAsync(ShipmentBatch batch, ShipmentBatchState state, CancellationToken cancellationToken)
    {
        await using var db = database.Open(batch.SellerId);
        db.Attach(batch);
        (batch.State, batch.EndedAt) = (state, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}

using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Enters the parcels of a judged file, in the background. After a restart it goes on where it was; what was entered is found again, never entered twice.</summary>
internal sealed class TrackingFileSender(MarketplaceDb database, PlatformCatalog platforms, ShipOrders ship, ChangeFeed changes, TimeProvider time) : IWorkHandler
{
    /// <summary>Kind of the work.</summary>
    public const string SendWork = "trackingfile.send";

    private const int RowsAtOnce = 500;

    /// <inheritdoc />
    public string Kind => SendWork;

    /// <summary>What the work is about.</summary>
    /// <param name="FileId">The file.</param>
    /// <param name="Actor">Who said send.</param>
    internal sealed record Order(Guid FileId, string Actor)
    {
        /// <summary>As stored.</summary>
        public string ToPayload() => JsonSerializer.Serialize(this);
    }

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var order = JsonSerializer.Deserialize<Order>(item.Payload)!;
        if (await BeginAsync(item.SellerId, order.FileId, cancellationToken) is { } outcome)
        {
            return outcome;
        }

        while (await SendSomeAsync(item.SellerId, order, cancellationToken))
        {
            changes.Publish(new Change(item.SellerId, ChangeTopic.Fulfillment, order.FileId));
        }

        await using var db = database.Open(item.SellerId);
        await db.TrackingFiles.Where(f => f.Id == order.FileId && f.State == TrackingFileState.Sending)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.State, TrackingFileState.Sent), cancellationToken);
        changes.Publish(new Change(item.SellerId, ChangeTopic.Fulfillment, order.FileId));
        return WorkOutcome.Done;
    }

    // Until its time has come the seller may take it back, and say it again for a later time.
    private async Task<WorkOutcome?> BeginAsync(Guid sellerId, Guid fileId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        await db.TrackingFiles.Where(f => f.Id == fileId && f.State == TrackingFileState.Scheduled && f.SendsAt <= now).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.State, TrackingFileState.Sending).SetProperty(f => f.SentAt, now).SetProperty(f => f.SendsAt, (DateTimeOffset?)null), cancellationToken);
        var file = await db.TrackingFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId, cancellationToken);
        return file switch
        {
            { State: TrackingFileState.Sending } => null,
            { State: TrackingFileState.Scheduled, SendsAt: { } at } => WorkOutcome.After(at - now),
            _ => WorkOutcome.Done,
        };
    }

    // All waiting rows of an order go together, wherever in the file they stand, for together they make its parcels.
    private async Task<bool> SendSomeAsync(Guid sellerId, Order order, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var waiting = db.TrackingFileRows.Where(r => r.FileId == order.FileId && r.Verdict == RowVerdict.Ready && r.ShipmentId == null);
        var ids = await waiting.OrderBy(r => r.RowNumber).Take(RowsAtOnce).Select(r => r.OrderId!.Value).Distinct().ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return false;
        }

        var rows = await waiting.Where(r => ids.Contains(r.OrderId!.Value)).OrderBy(r => r.RowNumber).ToListAsync(cancellationToken);
        var orders = await ShippableOrders.LoadAsync(db, ids, cancellationToken);
        var parcels = rows.GroupBy(r => r.OrderId!.Value).SelectMany(g => Plan(orders.GetValueOrDefault(g.Key), [.. g], order.FileId)).ToList();
        var verdicts = await ship.ShipAsync(sellerId, [.. parcels.Select(p => p.Request)], order.Actor, cancellationToken);
        foreach (var ((_, members), verdict) in parcels.Zip(verdicts))
        {
            Settle(members, verdict);
        }

        await SaveAsync(db, order.FileId, rows, cancellationToken);
        return true;
    }

    private IEnumerable<(ShipRequest Request, List<TrackingFileRow> Rows)> Plan(ShippableOrder? shippable, List<TrackingFileRow> rows, Guid fileId)
    {
        if (shippable is null || !platforms.TryGet(shippable.Order.Marketplace, out var platform))
        {
            rows.ForEach(row => Refuse(row, "This order is not here any more."));
            yield break;
        }

        var planner = new ParcelPlanner(shippable, platform, time.GetUtcNow());
        var ready = new List<(TrackingFileRow Row, PlannedRow Planned)>();
        foreach (var row in rows)
        {
            var planned = planner.Plan(FileRow.Of(row));
            if (planned.Verdict == RowVerdict.Ready)
            {
                ready.Add((row, planned));
            }
            else if (planned.Known?.TrackingFileId == fileId)
            {
                // Entered before this work was cut off, ahead of noting it here.
                row.ShipmentId = planned.Known.Id;
            }
            else
            {
                (row.Verdict, row.Message) = (planned.Verdict, planned.Message);
            }
        }

        foreach (var parcel in ready.GroupBy(r => TrackingNumber.Normalize(r.Row.TrackingNumber), StringComparer.OrdinalIgnoreCase))
        {
            var carrier = planner.CarrierOf(parcel.Key);
            var lines = parcel.SelectMany(r => r.Planned.Lines).GroupBy(l => l.OrderLineId).Select(l => new ShipRequestLine(l.Key, l.Sum(part => part.Quantity))).ToList();
            yield return (new ShipRequest(shippable.Order.Id, parcel.Key, carrier.Name, carrier.Code, parcel.Max(r => r.Planned.ShippedAt), lines, fileId), [.. parcel.Select(r => r.Row)]);
        }
    }

    private static void Settle(List<TrackingFileRow> rows, ShipVerdict verdict)
    {
        foreach (var row in rows)
        {
            switch (verdict.Outcome)
            {
                case ShipOutcome.Accepted or ShipOutcome.AlreadyEntered:
                    row.ShipmentId = verdict.ShipmentId;
                    break;
                case ShipOutcome.AlreadyShipped:
                    (row.Verdict, row.Message) = (RowVerdict.Skipped, verdict.Message);
                    break;
                default:
                    Refuse(row, verdict.Message);
                    break;
            }
        }
    }

    private static void Refuse(TrackingFileRow row, string message) => (row.Verdict, row.Message) = (RowVerdict.Refused, message);

    private static async Task SaveAsync(MarketplaceDbContext db, Guid fileId, List<TrackingFileRow> rows, CancellationToken cancellationToken)
    {
        var entered = rows.Count(r => r.ShipmentId is not null);
        var refused = rows.Count(r => r.Verdict == RowVerdict.Refused);
        var skipped = rows.Count(r => r.Verdict == RowVerdict.Skipped);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.TrackingFiles.Where(f => f.Id == fileId).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.EnteredCount, f => f.EnteredCount + entered)
                .SetProperty(f => f.ReadyCount, f => f.ReadyCount - refused - skipped)
                .SetProperty(f => f.RefusedCount, f => f.RefusedCount + refused)
                .SetProperty(f => f.SkippedCount, f => f.SkippedCount + skipped),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Replacing;

/// <summary>
/// Tells the marketplace another tracking number and looks until it shows it; only then the parcel here bears it. After a crash or a
/// lost answer the marketplace is looked at first. Where the seller makes the change there, it is only looked for.
/// </summary>
internal sealed class ChangeTrackingHandler(ActionTurn turn, ActionSteps steps, ShipmentSteps parcels, TimeProvider time) : IWorkHandler
{
    // What was told shows on some marketplaces after two minutes only.
    private static readonly TimeSpan[] Waits = [.. new[] { 2, 3, 5, 12, 30, 60, 120 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    // A person at the marketplace's own page may take longer.
    private static readonly TimeSpan[] WaitsByHand = [.. Waits, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15)];

    /// <inheritdoc />
    public string Kind => TrackingChanges.ChangeWork;

    /// <inheritdoc />
    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => turn.RunAsync<TrackingChange>(
        item,
        async task =>
        {
            var parcel = await parcels.LoadAsync(task.Action.SellerId, task.Action.ShipmentId, cancellationToken)
                ?? throw new RejectedException("The parcel is not here any more.");
            return task.Action.State == ActionState.Queued ? await SendAsync(task, parcel, cancellationToken) : await LookAsync(task, parcel, cancellationToken);
        },
        null,
        cancellationToken);

    private async Task<WorkOutcome> SendAsync(ActionTask<TrackingChange> task, Parcel parcel, CancellationToken cancellationToken)
    {
        var change = task.Action;
        if (change.ByHand)
        {
            await steps.MoveAsync(change, c => c.Move(ActionState.Sent), null, null, cancellationToken);
            return WorkOutcome.After(WaitsByHand[0]);
        }

        if (change.StartedAt is not null && await FindAsync(task, parcel, cancellationToken) is { } earlier)
        {
            return await SettleAsync(task, parcel, earlier, cancellationToken);
        }

        var replacer = task.Platform.TrackingReplacement ?? throw new RejectedException($"{task.Name} takes no other number from here any more. Change it on {task.Name} itself.");
        await steps.BeginAsync(change, cancellationToken);
        var notice = parcel.ToNotice() with { TrackingNumber = change.TrackingNumber, CarrierCode = change.CarrierCode, CarrierName = change.CarrierName };
        await replacer.ReplaceAsync(task.Connection, new TrackingReplacement(notice, parcel.Shipment.ExternalId, change.OldTrackingNumber), cancellationToken);
        await steps.MoveAsync(
            change,
            c =>
            {
                c.Move(ActionState.Sent);
                c.StartedAt = null;
            },
            new Said($"{task.Name} took the new tracking number of parcel {parcel.Shipment.PackageNumber}.", task.Name),
            null,
            cancellationToken);
        return WorkOutcome.After(Waits[0]);
    }

    private async Task<WorkOutcome> LookAsync(ActionTask<TrackingChange> task, Parcel parcel, CancellationToken cancellationToken)
    {
        var change = task.Action;
        if (await FindAsync(task, parcel, cancellationToken) is { } found)
        {
            return await SettleAsync(task, parcel, found, cancellationToken);
        }

        var waits = change.ByHand ? WaitsByHand : Waits;
        if (change.Looks < waits.Length)
        {
            var wait = waits[change.Looks];
            await steps.MoveAsync(change, c => c.Looks++, null, null, cancellationToken);
            return WorkOutcome.After(wait);
        }

        throw new RejectedException(change.ByHand
            ? $"{task.Name} does not show it. Change the number on {task.Name}, then enter it here again."
            : $"{task.Name} said yes to it and still shows the parcel without it. Try again, or change the number on {task.Name} itself.");
    }

    private static async Task<RemoteShipment?> FindAsync(ActionTask<TrackingChange> task, Parcel parcel, CancellationToken cancellationToken)
    {
        var shown = await task.Platform.Shipments!.ReadAsync(task.Connection, task.Order.ExternalId, task.Order.PlatformData, cancellationToken);
        var lines = task.Notices(parcel.Shipment.Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)));
        return shown.FirstOrDefault(s => TrackingNumber.Same(s.TrackingNumber, task.Action.TrackingNumber)
            && (s.Lines.Count == 0 || lines.TrueForAll(l => s.Lines.GetValueOrDefault(l.ExternalLineId) >= l.Quantity)));
    }

    private async Task<WorkOutcome> SettleAsync(ActionTask<TrackingChange> task, Parcel parcel, RemoteShipment found, CancellationToken cancellationToken)
    {
        await steps.MoveAsync(
            task.Action,
            c =>
            {
                c.Move(ActionState.Done);
                c.StartedAt = null;
            },
            new Said($"{task.Name} shows parcel {parcel.Shipment.PackageNumber} with the tracking number {task.Action.TrackingNumber} instead of {task.Action.OldTrackingNumber}.", task.Name),
            (db, change) => ReplaceAsync(db, change, found, cancellationToken),
            cancellationToken);
        return WorkOutcome.Done;
    }

    // The old number stays findable: buyers and carriers go on asking by it.
    private async Task ReplaceAsync(MarketplaceDbContext db, TrackingChange change, RemoteShipment found, CancellationToken cancellationToken)
    {
        var shipment = await db.Shipments.Include(s => s.Lines).SingleAsync(s => s.Id == change.ShipmentId, cancellationToken);
        shipment.Retrack(change.TrackingNumber, change.CarrierCode, change.CarrierName, time.GetUtcNow());
        shipment.ExternalId = found.ExternalId ?? shipment.ExternalId;
        await FindableNumbers.AddAsync(db, change.OrderId, change.TrackingNumber, cancellationToken);
    }
}

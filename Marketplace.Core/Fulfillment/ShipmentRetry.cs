using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Core.Fulfillment;

/// <summary>Sends a refused or stuck parcel again, corrected or as it was.</summary>
public sealed class ShipmentRetry(MarketplaceDb database, PlatformCatalog platforms, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Queues the parcel again.</summary>
    /// <param name="sellerId">Whose parcel.</param>
    /// <param name="shipmentId">A parcel that failed, or that waits with a problem.</param>
    /// <param name="trackingNumber">The corrected number; null keeps it.</param>
    /// <param name="carrierName">The corrected carrier; null keeps it.</param>
    /// <param name="actor">Who does it, for the timeline.</param>
    /// <param name="cancellationToken">Leaves the parcel as it was.</param>
    /// <returns>The verdict; null when the seller has no such parcel.</returns>
    public async Task<ShipVerdict?> RetryAsync(
        Guid sellerId, Guid shipmentId, string? trackingNumber, string? carrierName, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Shipments.Include(s => s.Lines).SingleOrDefaultAsync(s => s.Id == shipmentId, cancellationToken) is not { } shipment)
        {
            return null;
        }

        var shippable = (await ShippableOrders.LoadAsync(db, [shipment.OrderId], cancellationToken))[shipment.OrderId];
        if (shipment is { LabelId: not null, State: ShipmentState.Failed })
        {
            return await LookAgainAsync(db, transaction, shipment, actor, cancellationToken);
        }

        if (Judge(shippable, shipment, trackingNumber, carrierName) is { } refusal)
        {
            return refusal;
        }

        shipment.Requeue();
        await FinishAsync(
            db, transaction, shipment, ShipOrders.ConfirmWork, $"Parcel {shipment.PackageNumber} is sent again: {shipment.CarrierName} {shipment.TrackingNumber}.", actor, cancellationToken);
        return new ShipVerdict(shipment.OrderId, ShipOutcome.Accepted, "The parcel is sent again.", shipment.Id);
    }

    // The marketplace sold its label, so there is nothing to tell it.
    private async Task<ShipVerdict> LookAgainAsync(
        MarketplaceDbContext db, IDbContextTransaction transaction, Shipment shipment, string actor, CancellationToken cancellationToken)
    {
        shipment.Move(ShipmentState.Sent);
        shipment.Looks = 0;
        await FinishAsync(db, transaction, shipment, VerifyShipmentHandler.VerifyWork, $"Parcel {shipment.PackageNumber} is looked for again.", actor, cancellationToken);
        return new ShipVerdict(shipment.OrderId, ShipOutcome.Accepted, "The marketplace is asked again whether it shows the parcel.", shipment.Id);
    }

    private async Task FinishAsync(
        MarketplaceDbContext db, IDbContextTransaction transaction, Shipment shipment, string kind, string said, string actor, CancellationToken cancellationToken)
    {
        db.OrderEvents.Add(new OrderEvent { OrderId = shipment.OrderId, At = time.GetUtcNow(), Actor = actor, Text = said });
        await queue.EnqueueAsync(
            db, shipment.SellerId, shipment.ConnectionId, kind, shipment.Id.ToString(), priority: ShipOrders.Priority, cancellationToken: cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        changes.Publish(new Change(shipment.SellerId, ChangeTopic.Fulfillment, shipment.Id));
        changes.Publish(new Change(shipment.SellerId, ChangeTopic.Orders, shipment.OrderId));
    }

    private ShipVerdict? Judge(ShippableOrder shippable, Shipment shipment, string? trackingNumber, string? carrierName)
    {
        var stuck = shipment is { State: ShipmentState.Queued, Problem: not null };
        if (shipment.State == ShipmentState.Stopped)
        {
            return new ShipVerdict(shipment.OrderId, ShipOutcome.Refused, "This parcel was stopped because its items were shipped elsewhere. Send it anyway, or discard it.", shipment.Id);
        }

        if (shipment.State != ShipmentState.Failed && !stuck)
        {
            return new ShipVerdict(shipment.OrderId, ShipOutcome.AlreadyEntered, "This parcel is on its way already; there is nothing to retry.", shipment.Id);
        }

        var lines = shipment.Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)).ToList();
        var number = trackingNumber ?? shipment.TrackingNumber;

        // The parcel itself must not stand in its own way, nor count against what is left.
        shippable.Shipments.RemoveAll(s => s.Id == shipment.Id);
        var request = new ShipRequest(shipment.OrderId, number, carrierName ?? shipment.CarrierName, carrierName is null ? shipment.CarrierCode : null, Lines: lines, DespiteCancelRequest: true, DespiteHold: true);
        var (verdict, draft) = ShipmentRules.Judge(shippable, platforms.Get(new MarketplaceKey(shippable.Order.Marketplace)), request, time.GetUtcNow());
        if (draft is null)
        {
            return verdict;
        }

        shipment.TrackingNumber = draft.TrackingNumber;
        shipment.CarrierCode = draft.Carrier.Code;
        shipment.CarrierName = draft.Carrier.Name;
        shipment.IdempotencyKey = ShipmentRules.IdempotencyKey(shipment.OrderId, lines, draft.TrackingNumber);
        return shippable.Shipments.Any(s => s.IdempotencyKey == shipment.IdempotencyKey)
            ? new ShipVerdict(shipment.OrderId, ShipOutcome.Refused, "Another parcel of this order has the same contents and number. Retry that one instead.", shipment.Id)
            : null;
    }
}

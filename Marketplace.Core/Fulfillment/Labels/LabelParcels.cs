using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>
/// Puts the tracking number of a label into a parcel of its order. Selling the label, a marketplace took the parcel, which counts once
/// it shows it; of an independent provider's label the marketplace knows nothing yet, so it is told as of any parcel.
/// </summary>
internal sealed class LabelParcels(WorkQueue queue, PlatformCatalog platforms, TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(2);

    /// <summary>Adds the parcel within the caller's transaction, unless the number is not known yet or the parcel is there.</summary>
    public async Task AddAsync(MarketplaceDbContext db, ShippingLabel label, Order order, string? trackingNumber, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(trackingNumber) || label.ShipmentId is not null)
        {
            return;
        }

        if (label.IsTest)
        {
            // A specimen travels nowhere; its items stay with it until it is given back.
            label.TrackingNumber = trackingNumber;
            return;
        }

        var isTold = label.Provider is null;
        var carrier = isTold
            ? new CarrierMatch(null, label.CarrierName ?? "", null)
            : ShipmentRules.CarrierFor(
                platforms.Get(new MarketplaceKey(order.Marketplace)).Descriptor, trackingNumber, null, label.CarrierName, await CarrierAliases.LoadAsync(db, cancellationToken));
        var lines = label.Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)).ToList();
        var now = time.GetUtcNow();
        var shipment = new Shipment
        {
            SellerId = order.SellerId,
            OrderId = order.Id,
            ConnectionId = order.ConnectionId,
            PackageNumber = (await db.Shipments.Where(s => s.OrderId == order.Id).MaxAsync(s => (int?)s.PackageNumber, cancellationToken) ?? 0) + 1,
            TrackingNumber = trackingNumber,
            CarrierCode = carrier.Code,
            CarrierName = carrier.Name,
            ShippedAt = now,
            IdempotencyKey = ShipmentRules.IdempotencyKey(order.Id, lines, trackingNumber),
            ExternalId = isTold ? label.ExternalId : null,
            CreatedAt = now,
            SentAt = isTold ? now : null,
            LabelId = isTold ? label.Id : null,
        };
        if (isTold)
        {
            shipment.Move(ShipmentState.Sent);
        }

        shipment.Lines.AddRange(lines.Select(l => new ShipmentLine { SellerId = order.SellerId, OrderLineId = l.OrderLineId, Quantity = l.Quantity }));
        db.Shipments.Add(shipment);
        (label.ShipmentId, label.TrackingNumber) = (shipment.Id, trackingNumber);
        await FindableNumbers.AddAsync(db, order.Id, trackingNumber, cancellationToken);
        await queue.EnqueueAsync(
            db, order.SellerId, order.ConnectionId, isTold ? VerifyShipmentHandler.VerifyWork : ShipOrders.ConfirmWork, shipment.Id.ToString(), priority: ActionSteps.Priority,
            delay: isTold ? FirstLook : TimeSpan.Zero,
            cancellationToken: cancellationToken);
    }
}

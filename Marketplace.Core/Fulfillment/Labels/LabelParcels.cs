using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>Puts the tracking number of a label into a parcel of its order. Selling the label, the marketplace took the parcel; it counts once it shows it.</summary>
internal sealed class LabelParcels(WorkQueue queue, TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(2);

    /// <summary>Adds the parcel within the caller's transaction, unless the number is not known yet or the parcel is there.</summary>
    public async Task AddAsync(MarketplaceDbContext db, ShippingLabel label, Order order, string? trackingNumber, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(trackingNumber) || label.ShipmentId is not null)
        {
            return;
        }

        var lines = label.Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)).ToList();
        var now = time.GetUtcNow();
        var shipment = new Shipment
        {
            SellerId = order.SellerId,
            OrderId = order.Id,
            ConnectionId = order.ConnectionId,
            PackageNumber = (await db.Shipments.Where(s => s.OrderId == order.Id).MaxAsync(s => (int?)s.PackageNumber, cancellationToken) ?? 0) + 1,
            TrackingNumber = trackingNumber,
            CarrierName = label.CarrierName ?? "",
            ShippedAt = now,
            IdempotencyKey = ShipmentRules.IdempotencyKey(order.Id, lines, trackingNumber),
            ExternalId = label.ExternalId,
            CreatedAt = now,
            SentAt = now,
            LabelId = label.Id,
        };
        shipment.Move(ShipmentState.Sent);
        shipment.Lines.AddRange(lines.Select(l => new ShipmentLine { SellerId = order.SellerId, OrderLineId = l.OrderLineId, Quantity = l.Quantity }));
        db.Shipments.Add(shipment);
        (label.ShipmentId, label.TrackingNumber) = (shipment.Id, trackingNumber);
        var word = " " + trackingNumber.ToUpperInvariant();
        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.SearchText, o => o.SearchText + word), cancellationToken);
        await queue.EnqueueAsync(
            db, order.SellerId, order.ConnectionId, VerifyShipmentHandler.VerifyWork, shipment.Id.ToString(), priority: ActionSteps.Priority, delay: FirstLook,
            cancellationToken: cancellationToken);
    }
}

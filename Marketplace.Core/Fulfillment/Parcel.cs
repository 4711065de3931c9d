using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment;

/// <summary>A shipment with its order and the order's other shipments, as durable work needs them.</summary>
/// <param name="Shipment">The parcel with its lines; not tracked.</param>
/// <param name="Order">Its order with lines; not tracked.</param>
/// <param name="Others">The order's other parcels; not tracked.</param>
internal sealed record Parcel(Shipment Shipment, Order Order, IReadOnlyList<Shipment> Others)
{
    /// <summary>Why it must not be told any more although it waits: its order, or items of it, were cancelled meanwhile. Null where nothing was.</summary>
    public string? CancelledSince =>
        Order.State == OrderState.Cancelled ? "The order was cancelled before this parcel was told. Do not ship it."
        : Shipment.Lines.Any(l => Order.Lines.Single(o => o.Id == l.OrderLineId).Quantity < l.Quantity) ? "Items of this parcel were cancelled before it was told. Enter the parcel again with what is left."
        : null;

    /// <summary>Whether the marketplace counts the order, or items of this parcel, as shipped without a parcel of ours that it was told of.</summary>
    public bool MayBeShippedElsewhere => OrderStateMachine.HasLeft(Order.State) || Shipment.Lines.Any(line =>
        Order.Lines.Single(l => l.Id == line.OrderLineId).QuantityShipped > Others
            .Where(o => o.State is ShipmentState.Sent or ShipmentState.Confirmed)
            .SelectMany(o => o.Lines)
            .Where(l => l.OrderLineId == line.OrderLineId)
            .Sum(l => l.Quantity));

    /// <summary>Whether parcels that the marketplace shows hold every item of the order.</summary>
    public bool AllConfirmed => Order.Lines.All(line => line.Quantity <= Others.Append(Shipment)
        .Where(s => s.State == ShipmentState.Confirmed)
        .SelectMany(s => s.Lines)
        .Where(l => l.OrderLineId == line.Id)
        .Sum(l => l.Quantity));

    /// <summary>What the marketplace is told.</summary>
    public ShipmentNotice ToNotice() => new()
    {
        ExternalOrderId = Order.ExternalId,
        OrderPlatformData = Order.PlatformData,
        PackageNumber = Shipment.PackageNumber,
        TrackingNumber = Shipment.TrackingNumber,
        CarrierCode = Shipment.CarrierCode,
        CarrierName = Shipment.CarrierName,
        ShippedAt = Shipment.ShippedAt,
        Lines = [.. Shipment.Lines.Select(l => (Line: Order.Lines.Single(o => o.Id == l.OrderLineId), l.Quantity))
            .Select(l => new ShipmentNoticeLine(l.Line.ExternalId, l.Quantity, l.Line.PlatformData))],
    };
}

using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Orders;

/// <summary>Where an order or its parcel stands, in a word or two.</summary>
public static class OrderStateWords
{
    /// <summary>Where an order stands; an unfinished confirmation of its latest parcel says more than the state.</summary>
    public static (string Text, StatusTone Tone) Of(OrderState state, ShipmentState? shipment) => (state, shipment) switch
    {
        (OrderState.ToShip or OrderState.PartiallyShipped, ShipmentState.Queued) => ("Sending tracking", StatusTone.Busy),
        (OrderState.ToShip or OrderState.PartiallyShipped, ShipmentState.Sent) => ("Being confirmed", StatusTone.Busy),
        (OrderState.ToShip or OrderState.PartiallyShipped, ShipmentState.Failed) => ("Tracking refused", StatusTone.Bad),
        (not OrderState.Cancelled, ShipmentState.Stopped) => ("Shipped elsewhere", StatusTone.Caution),
        (OrderState.Pending, _) => ("Awaiting payment", StatusTone.Neutral),
        (OrderState.ToShip, _) => ("To ship", StatusTone.Neutral),
        (OrderState.PartiallyShipped, _) => ("Partly shipped", StatusTone.Caution),
        (OrderState.Shipped, _) => ("Shipped", StatusTone.Good),
        (OrderState.Delivered, _) => ("Delivered", StatusTone.Good),
        _ => ("Cancelled", StatusTone.Neutral),
    };

    /// <summary>Where a parcel's confirmation stands.</summary>
    public static (string Text, StatusTone Tone) Of(ShipmentState state) => state switch
    {
        ShipmentState.Queued => ("Sending", StatusTone.Busy),
        ShipmentState.Sent => ("Sent, waiting to be seen", StatusTone.Busy),
        ShipmentState.Confirmed => ("Confirmed", StatusTone.Good),
        ShipmentState.Voided => ("Given back", StatusTone.Neutral),
        ShipmentState.Stopped => ("Stopped: shipped elsewhere", StatusTone.Caution),
        ShipmentState.Discarded => ("Discarded", StatusTone.Neutral),
        _ => ("Refused", StatusTone.Bad),
    };
}

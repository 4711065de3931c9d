using System.Globalization;
using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Replacing;

/// <summary>Says whether the tracking number of a parcel may be replaced, and if not, why, in plain words.</summary>
internal static class TrackingChangeRules
{
    /// <summary>Whether the marketplace was told of the parcel, so that changing its number means anything.</summary>
    public static bool IsTold(Shipment shipment) =>
        shipment is { State: ShipmentState.Sent or ShipmentState.Confirmed } or { State: ShipmentState.Voided, SentAt: not null, LabelId: null };

    /// <summary>What stands against changing the number at all; null when nothing does.</summary>
    public static string? Obstacle(ShippableOrder shippable, Shipment shipment, IReadOnlyList<TrackingChange> changes, MarketplacePlatform platform, DateTimeOffset now)
    {
        var name = platform.Descriptor.Name;
        var terms = platform.TrackingReplacement?.Terms;
        return shipment switch
        {
            { State: ShipmentState.Sent } => $"{name} took this parcel and does not show it yet. Its number can be changed once it does.",
            _ when !IsTold(shipment) => $"{name} was not told of this parcel, so there is no number to change there.",
            { LabelId: not null } => $"{name} sold the label of this parcel and knows its number. Give the label back and buy another one.",
            _ when shippable.Order.State == OrderState.Cancelled => "This order was cancelled. Do not ship it.",
            _ when shippable.StoreState == ConnectionState.Disconnected => $"The store {shippable.StoreName} is not connected. Connect it again, then change the number.",
            _ when platform.Shipments is null => $"Parcels of {name} cannot be read from here. Change the number on {name} itself.",
            _ when terms?.Times is { } times && changes.Count(c => c.State == ActionState.Done) >= times =>
                string.Create(CultureInfo.InvariantCulture, $"{name} lets a tracking number be changed {(times == 1 ? "once" : $"{times} times")} only. Ask its seller support."),
            _ when terms?.Within is { } within && shipment.SentAt + within < now =>
                string.Create(CultureInfo.InvariantCulture, $"{name} lets a tracking number be changed within {within.TotalHours:0} hours after shipping only. Ask its seller support."),
            { State: ShipmentState.Voided } when !StillFits(shippable, shipment) => "The items of this parcel are in another parcel by now. Change the number of that one.",
            _ => null,
        };
    }

    /// <summary>What is wrong with the number; null when nothing is.</summary>
    public static string? Problem(ShippableOrder shippable, Shipment shipment, string number, MarketplaceDescriptor marketplace)
    {
        if (TrackingNumber.Problem(number, marketplace) is { } problem)
        {
            return problem;
        }

        var key = ShipmentRules.IdempotencyKey(shipment.OrderId, shipment.Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)), number);
        return TrackingNumber.Same(number, shipment.TrackingNumber) && shipment.State != ShipmentState.Voided ? "This is the number that the parcel has already. Enter the new one."
            : shippable.Shipments.Any(s => s.Id != shipment.Id && s.IdempotencyKey == key) ? "Another parcel of this order has the same contents and this number."
            : null;
    }

    private static bool StillFits(ShippableOrder shippable, Shipment shipment) => shipment.Lines.All(line =>
        shippable.Shipments.Where(s => s.Id != shipment.Id && s.HoldsItems).SelectMany(s => s.Lines).Where(l => l.OrderLineId == line.OrderLineId).Sum(l => l.Quantity)
        + line.Quantity <= shippable.Order.Lines.Single(l => l.Id == line.OrderLineId).Quantity);
}

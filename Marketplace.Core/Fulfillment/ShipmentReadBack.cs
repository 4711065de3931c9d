using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment;

/// <summary>Compares a parcel with what the marketplace shows.</summary>
internal static class ShipmentReadBack
{
    /// <summary>
    /// Whether the marketplace shows the parcel, with its number and all its items. Several parcels of ours may bear one number; the
    /// marketplace must then show the items of all that it took.
    /// </summary>
    public static RemoteShipment? Find(Parcel parcel, IReadOnlyList<RemoteShipment> shown)
    {
        var same = shown.Where(s => TrackingNumber.Same(s.TrackingNumber, parcel.Shipment.TrackingNumber)).ToList();
        if (same.Count == 0)
        {
            return null;
        }

        var silent = same.FirstOrDefault(s => s.Lines.Count == 0);
        var found = same.FirstOrDefault(s => s.ExternalId is not null && s.ExternalId == parcel.Shipment.ExternalId) ?? same[^1];
        return silent ?? (parcel.Shipment.Lines.All(line => Shown(parcel, same, line.OrderLineId) >= Told(parcel, line.OrderLineId) + line.Quantity) ? found : null);
    }

    /// <summary>What is amiss with a parcel that is not found, in plain words.</summary>
    public static string Missing(Parcel parcel, IReadOnlyList<RemoteShipment> shown, string marketplace)
    {
        var stored = shown.FirstOrDefault(s => s.ExternalId is not null && s.ExternalId == parcel.Shipment.ExternalId);
        return stored switch
        {
            { TrackingNumber: null or "" } => $"{marketplace} stored the parcel but dropped its tracking number {parcel.Shipment.TrackingNumber}.",
            { TrackingNumber: { } other } when !TrackingNumber.Same(other, parcel.Shipment.TrackingNumber) =>
                $"{marketplace} shows the parcel with another tracking number, {other}.",
            _ => $"{marketplace} said yes to the parcel {parcel.Shipment.TrackingNumber} but does not show it.",
        };
    }

    /// <summary>A parcel that nobody entered here and that leaves too few items for this one; null where there is none.</summary>
    public static RemoteShipment? ShippedElsewhere(Parcel parcel, IReadOnlyList<RemoteShipment> shown)
    {
        var ours = parcel.Others.Append(parcel.Shipment).ToList();
        var strange = shown.Where(s => s.TrackingNumber is { Length: > 0 } number && !ours.Exists(o => TrackingNumber.Same(o.TrackingNumber, number))).ToList();
        var isTaken = strange.Exists(s => s.Lines.Count == 0) || parcel.Shipment.Lines.Any(line =>
        {
            var order = parcel.Order.Lines.Single(l => l.Id == line.OrderLineId);
            return strange.Sum(s => s.Lines.GetValueOrDefault(order.ExternalId)) + line.Quantity > order.Quantity;
        });
        return isTaken ? strange[0] : null;
    }

    private static int Shown(Parcel parcel, List<RemoteShipment> same, Guid orderLineId)
    {
        var external = parcel.Order.Lines.Single(l => l.Id == orderLineId).ExternalId;
        return same.Sum(s => s.Lines.GetValueOrDefault(external));
    }

    private static int Told(Parcel parcel, Guid orderLineId) => parcel.Others
        .Where(o => o.State is ShipmentState.Sent or ShipmentState.Confirmed && TrackingNumber.Same(o.TrackingNumber, parcel.Shipment.TrackingNumber))
        .SelectMany(o => o.Lines)
        .Where(l => l.OrderLineId == orderLineId)
        .Sum(l => l.Quantity);
}

using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>
/// Announces the seller's own parcels. Where markets differ: the United States, Europe and Japan announce a parcel on the
/// order, the others ship the package that TikTok Shop has laid out already.
/// </summary>
internal sealed class TikTokShipments(TikTokApi api, TikTokOrders orders, TikTokPackages packages, TikTokCarriers carriers) : IShipmentConfirmer
{
    public async Task<ShipmentReceipt> ConfirmAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        var store = TikTokStore.Of(connection);
        var known = TikTokJson.Read<TikTokOrderData>(notice.OrderPlatformData);
        var units = notice.PackageNumber == 1 ? TikTokUnits.OfWholeLines(notice.Lines) : null;
        TikTokOrder? order = null;
        if (known is not { ShippingType: not null, DeliveryOptionId: not null } || units is null || !store.MarksOrdersAsShipped)
        {
            // Not all is known, or only part of a line is meant: the order itself says which units are still here.
            order = await packages.OrderAsync(connection, notice.ExternalOrderId, cancellationToken);
            if (FindParcel(order, notice) is { } done)
            {
                return done;
            }

            known = TikTokOrderData.Of(order);
            units = TikTokUnits.StillHere(order, notice.Lines, Operation(store));
        }

        if (known.ShippingType == "TIKTOK")
        {
            throw Refused("TikTok Shop delivers this order with its own label. Buy the label instead of entering a tracking number.", store);
        }

        var provider = await carriers.ForAsync(connection, known.DeliveryOptionId, notice, cancellationToken);
        try
        {
            return store.MarksOrdersAsShipped
                ? await MarkAsync(connection, notice, provider.Code, units, cancellationToken)
                : await ShipAsync(connection, order!, notice, provider.Code, units, cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && TikTokErrors.AlreadyShipped.Contains(code))
        {
            // Perhaps our own earlier call, whose answer was lost: it counts when the parcel is there as we meant it.
            if (FindParcel(await packages.OrderAsync(connection, notice.ExternalOrderId, cancellationToken), notice) is { } done)
            {
                return done;
            }

            throw;
        }
    }

    public async Task<IReadOnlyList<RemoteShipment>> ReadAsync(ConnectionContext connection, string externalOrderId, string? orderPlatformData, CancellationToken cancellationToken)
    {
        var order = await orders.DetailAsync(connection, externalOrderId, cancellationToken);
        return order is null ? [] : [.. Parcels(order)];
    }

    public Task<IReadOnlyList<Carrier>> CarriersAsync(ConnectionContext connection, CancellationToken cancellationToken) =>
        carriers.OfShopAsync(connection, cancellationToken);

    private async Task<ShipmentReceipt> MarkAsync(ConnectionContext connection, ShipmentNotice notice, string providerId, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync<TikTokMarked>(
            connection,
            new TikTokCall(
                TikTokOperations.MarkPackageAsShipped, HttpMethod.Post, $"/fulfillment/202309/orders/{notice.ExternalOrderId}/packages",
                Body: new TikTokMarkShipped(notice.TrackingNumber, providerId, units)),
            cancellationToken);
        return new ShipmentReceipt(answer.PackageId, answer.Warning?.Message is { Length: > 0 } warning ? warning : null);
    }

    private async Task<ShipmentReceipt> ShipAsync(
        ConnectionContext connection, TikTokOrder order, ShipmentNotice notice, string providerId, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        var package = await packages.ExactlyOfAsync(connection, order, units, cancellationToken);
        await api.CallAsync<TikTokNothing>(
            connection,
            new TikTokCall(
                TikTokOperations.ShipPackage, HttpMethod.Post, $"/fulfillment/202309/packages/{package}/ship",
                Body: new TikTokShip(null, null, new TikTokSelfShipment(notice.TrackingNumber, providerId))),
            cancellationToken);
        return new ShipmentReceipt(package, null);
    }

    private static ShipmentReceipt? FindParcel(TikTokOrder order, ShipmentNotice notice) =>
        Parcels(order).FirstOrDefault(parcel =>
            string.Equals(parcel.TrackingNumber, notice.TrackingNumber, StringComparison.OrdinalIgnoreCase)
            && notice.Lines.All(line => parcel.Lines.GetValueOrDefault(line.ExternalLineId) >= line.Quantity)) is { } found
            ? new ShipmentReceipt(found.ExternalId, null)
            : null;

    private static IEnumerable<RemoteShipment> Parcels(TikTokOrder order) =>
        TikTokFolding.Lines(order)
            .SelectMany(line => line.Units.Where(unit => unit.IsShipped).Select(unit => (line.Id, Unit: unit)))
            .GroupBy(entry => (entry.Unit.PackageId, entry.Unit.TrackingNumber, entry.Unit.ShippingProviderId))
            .Select(parcel => new RemoteShipment(
                parcel.Key.PackageId,
                parcel.Key.TrackingNumber is { Length: > 0 } tracking ? tracking : null,
                parcel.Key.ShippingProviderId,
                parcel.GroupBy(entry => entry.Id).ToDictionary(line => line.Key, line => line.Count())));

    private static RejectedException Refused(string message, TikTokStore store) =>
        new(message) { Operation = Operation(store) };

    private static string Operation(TikTokStore store) => (store.MarksOrdersAsShipped ? TikTokOperations.MarkPackageAsShipped : TikTokOperations.ShipPackage).Name;
}

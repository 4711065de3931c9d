using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>
/// Announces the seller's own parcels. Where markets differ: the United States, Europe and Japan announce a parcel on the
/// order, the others ship the package that TikTok Shop has laid out already.
/// </summary>
internal sealed class TikTokShipments(TikTokApi api, TikTokOrders orders, TikTokCarriers carriers) : IShipmentConfirmer
{
    public async Task<ShipmentReceipt> ConfirmAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        var store = TikTokStore.Of(connection);
        var known = TikTokJson.Read<TikTokOrderData>(notice.OrderPlatformData);
        var units = UnitsFromNotice(notice);
        TikTokOrder? order = null;
        if (known is not { ShippingType: not null, DeliveryOptionId: not null } || units is null || !store.MarksOrdersAsShipped)
        {
            // Not all is known, or only part of a line is meant: the order itself says which units are still here.
            order = await OrderAsync(connection, notice.ExternalOrderId, cancellationToken);
            if (FindParcel(order, notice) is { } done)
            {
                return done;
            }

            known = TikTokOrderData.Of(order);
            units = UnitsFromOrder(order, notice);
        }

        if (known.ShippingType == "TIKTOK")
        {
            throw Refused("TikTok Shop delivers this order with its own label. Buy the label instead of entering a tracking number.", store);
        }

        var provider = await ProviderAsync(connection, known.DeliveryOptionId, notice, cancellationToken);
        try
        {
            return store.MarksOrdersAsShipped
                ? await MarkAsync(connection, notice, provider.Code, units, cancellationToken)
                : await ShipAsync(connection, order!, notice, provider.Code, units, cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && TikTokErrors.AlreadyShipped.Contains(code))
        {
            // Perhaps our own earlier call, whose answer was lost: it counts when the parcel is there as we meant it.
            if (FindParcel(await OrderAsync(connection, notice.ExternalOrderId, cancellationToken), notice) is { } done)
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
        var package = PackageOf(order, units) ?? throw Refused(
            "In this market a package is shipped whole. Split the order on TikTok Shop first, or ship all of the package's items together.", TikTokStore.Of(connection));
        await api.CallAsync<TikTokNothing>(
            connection,
            new TikTokCall(
                TikTokOperations.ShipPackage, HttpMethod.Post, $"/fulfillment/202309/packages/{package}/ship",
                Body: new TikTokShip(null, null, new TikTokSelfShipment(notice.TrackingNumber, providerId))),
            cancellationToken);
        return new ShipmentReceipt(package, null);
    }

    private async Task<Carrier> ProviderAsync(ConnectionContext connection, string? deliveryOptionId, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        var choices = string.IsNullOrEmpty(deliveryOptionId)
            ? await carriers.OfShopAsync(connection, cancellationToken)
            : await carriers.OfOptionAsync(connection, deliveryOptionId, cancellationToken);
        return TikTokCarrierMatch.Find(choices, notice.CarrierCode, notice.CarrierName)
            ?? throw new RejectedException($"TikTok Shop does not offer the carrier \"{notice.CarrierName}\" for this order. It offers: {string.Join(", ", choices.Select(choice => choice.Name))}.")
            {
                Field = "shipping_provider_id",
                Operation = TikTokOperations.MarkPackageAsShipped.Name,
            };
    }

    private async Task<TikTokOrder> OrderAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken) =>
        await orders.DetailAsync(connection, orderId, cancellationToken)
        ?? throw new RejectedException($"TikTok Shop does not know the order {orderId} in this shop.") { RawCode = TikTokErrors.ForeignOrder, Operation = TikTokOperations.GetOrderDetail.Name };

    // Whole lines in a first parcel need no look at the order: their units are known. Null when they are not.
    private static List<string>? UnitsFromNotice(ShipmentNotice notice)
    {
        var units = new List<string>();
        foreach (var line in notice.Lines)
        {
            if (notice.PackageNumber != 1 || TikTokJson.Read<TikTokLineData>(line.PlatformData)?.Units is not { } known || known.Count != line.Quantity)
            {
                return null;
            }

            units.AddRange(known);
        }

        return units;
    }

    private static List<string> UnitsFromOrder(TikTokOrder order, ShipmentNotice notice)
    {
        var units = new List<string>();
        var lines = TikTokFolding.Lines(order).ToDictionary(line => line.Id);
        foreach (var wanted in notice.Lines)
        {
            var left = lines.GetValueOrDefault(wanted.ExternalLineId)?.Wanted.Where(unit => !unit.IsShipped).Take(wanted.Quantity).Select(unit => unit.Id).ToList() ?? [];
            if (left.Count < wanted.Quantity)
            {
                throw new RejectedException($"TikTok Shop has only {left.Count} of the {wanted.Quantity} items of this line left to ship; the others are shipped or cancelled.")
                {
                    Field = "order_line_item_ids",
                    Operation = TikTokOperations.MarkPackageAsShipped.Name,
                };
            }

            units.AddRange(left);
        }

        return units;
    }

    private static string? PackageOf(TikTokOrder order, IReadOnlyList<string> units)
    {
        var chosen = units.ToHashSet();
        var packages = (order.LineItems ?? []).Where(unit => chosen.Contains(unit.Id)).Select(unit => unit.PackageId).Distinct().ToList();
        return packages is [{ Length: > 0 } package] && (order.LineItems ?? []).Where(unit => unit.PackageId == package && !unit.IsCancelled).All(unit => chosen.Contains(unit.Id)) ? package : null;
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
        new(message) { Operation = store.MarksOrdersAsShipped ? TikTokOperations.MarkPackageAsShipped.Name : TikTokOperations.ShipPackage.Name };
}

using System.Globalization;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>
/// Labels of orders that TikTok Shop delivers. In the United States a label is bought for units that are chosen; elsewhere the
/// package exists and is shipped with a time of collection or a drop-off.
/// </summary>
internal sealed class TikTokLabels(TikTokApi api, TikTokPackages packages, TimeProvider time) : ILabelBuyer
{
    private const string BySeller = "SELLER";

    // The document's address is good for 24 hours; a little less leaves time to follow it.
    private static readonly TimeSpan DocumentLife = TimeSpan.FromHours(23.5);

    public async Task<IReadOnlyList<LabelOffer>> OffersAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        if (!BuysByUnit(connection))
        {
            return [];
        }

        var units = await UnitsAsync(connection, request, cancellationToken);
        var answer = await api.CallAsync<TikTokServices>(
            connection,
            new TikTokCall(
                TikTokOperations.GetEligibleShippingService, HttpMethod.Post, $"/fulfillment/202309/orders/{request.ExternalOrderId}/shipping_services/query",
                Body: new TikTokServiceQuery(units, Dimension(request), Weight(request))),
            cancellationToken);
        return [.. (answer.ShippingServices ?? [])
            .OrderByDescending(service => service.IsDefault ?? false)
            .Select(service => new LabelOffer(service.Id, service.Name ?? service.Id, service.ShippingProviderName ?? "", PriceOf(service), service.EarliestDeliveryDays, service.LatestDeliveryDays))];
    }

    public async Task<HandoverChoices> HandoverAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        if (BuysByUnit(connection))
        {
            return new HandoverChoices(true, null, []);
        }

        var order = await packages.OrderAsync(connection, request.ExternalOrderId, cancellationToken);
        var units = TikTokUnits.StillHere(order, request.Lines, TikTokOperations.GetPackageHandoverTimeSlots.Name);
        var package = TikTokUnits.CommonPackage(order, units)
            ?? throw new RejectedException("These items lie in several packages on TikTok Shop. Ship each package by itself.") { Operation = TikTokOperations.GetPackageHandoverTimeSlots.Name };
        var answer = await api.CallAsync<TikTokHandover>(
            connection,
            new TikTokCall(TikTokOperations.GetPackageHandoverTimeSlots, HttpMethod.Get, $"/fulfillment/202309/packages/{package}/handover_time_slots"),
            cancellationToken);
        var slots = answer.CanPickup == true ? (answer.PickupSlots ?? []).Where(slot => slot.Avaliable != false) : [];
        return new HandoverChoices(
            answer.CanDropOff ?? false,
            Uri.TryCreate(answer.DropOffPointUrl, UriKind.Absolute, out var points) ? points : null,
            [.. slots.Select(slot => new PickupSlot(DateTimeOffset.FromUnixTimeSeconds(slot.StartTime), DateTimeOffset.FromUnixTimeSeconds(slot.EndTime)))]);
    }

    public async Task<BoughtLabel> BuyAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        if (TikTokJson.Read<TikTokOrderData>(request.OrderPlatformData)?.ShippingType == BySeller)
        {
            throw new RejectedException("You deliver this order with a carrier of your own; TikTok Shop has no label for it. Enter its tracking number instead.")
            {
                Operation = TikTokOperations.CreatePackages.Name,
            };
        }

        var order = await packages.OrderAsync(connection, request.ExternalOrderId, cancellationToken);
        if (Bought(order, request) is { } done)
        {
            return done;
        }

        return BuysByUnit(connection)
            ? await CreateAsync(connection, order, request, cancellationToken)
            : await ShipAsync(connection, order, request, cancellationToken);
    }

    public async Task<LabelDocument> DocumentAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync<TikTokDocument>(
            connection,
            new TikTokCall(
                TikTokOperations.GetPackageShippingDocument, HttpMethod.Get, $"/fulfillment/202309/packages/{externalShipmentId}/shipping_documents",
                new Dictionary<string, string> { ["document_type"] = "SHIPPING_LABEL", ["document_size"] = "A6" }),
            cancellationToken);
        return Uri.TryCreate(answer.DocUrl, UriKind.Absolute, out var address)
            ? new LabelDocument(address, "application/pdf", time.GetUtcNow() + DocumentLife, answer.TrackingNumber)
            : throw new TransientException("TikTok Shop has not made the label yet. Try again in a moment.") { Operation = TikTokOperations.GetPackageShippingDocument.Name };
    }

    public Task VoidAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken) =>
        throw new RejectedException("TikTok Shop takes no label back by its API. Cancel the package in Seller Center while the carrier has not collected it.");

    private async Task<BoughtLabel> CreateAsync(ConnectionContext connection, TikTokOrder order, LabelRequest request, CancellationToken cancellationToken)
    {
        var units = TikTokUnits.StillHere(order, request.Lines, TikTokOperations.CreatePackages.Name);
        var body = new TikTokCreatePackage(request.ExternalOrderId, units, Dimension(request), Weight(request), request.OfferId);
        try
        {
            var answer = await api.CallAsync<TikTokCreatedPackage>(
                connection, new TikTokCall(TikTokOperations.CreatePackages, HttpMethod.Post, "/fulfillment/202309/packages", Body: body), cancellationToken);
            return await DescribeAsync(connection, answer.PackageId ?? "", answer.ShippingServiceInfo is { } service ? PriceOf(service) : null, cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && TikTokErrors.AlreadyShipped.Contains(code))
        {
            // Perhaps our own earlier call, whose answer was lost.
            if (Bought(await packages.OrderAsync(connection, request.ExternalOrderId, cancellationToken), request) is { } done)
            {
                return done;
            }

            throw;
        }
    }

    private async Task<BoughtLabel> ShipAsync(ConnectionContext connection, TikTokOrder order, LabelRequest request, CancellationToken cancellationToken)
    {
        var units = TikTokUnits.StillHere(order, request.Lines, TikTokOperations.ShipPackage.Name);
        var package = await packages.ExactlyOfAsync(connection, order, units, cancellationToken);
        var slot = request.Pickup is { } pickup ? new TikTokSlot(pickup.Start.ToUnixTimeSeconds(), pickup.End.ToUnixTimeSeconds()) : null;
        try
        {
            await api.CallAsync<TikTokNothing>(
                connection,
                new TikTokCall(
                    TikTokOperations.ShipPackage, HttpMethod.Post, $"/fulfillment/202309/packages/{package}/ship",
                    Body: new TikTokShip(slot is null ? "DROP_OFF" : "PICKUP", slot, null)),
                cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && TikTokErrors.AlreadyShipped.Contains(code))
        {
            // The package is this very one, so that whoever shipped it has done what was asked.
        }

        return await DescribeAsync(connection, package, null, cancellationToken);
    }

    private async Task<BoughtLabel> DescribeAsync(ConnectionContext connection, string package, Money? price, CancellationToken cancellationToken)
    {
        var detail = await api.CallAsync<TikTokPackageDetail>(
            connection, new TikTokCall(TikTokOperations.GetPackageDetail, HttpMethod.Get, $"/fulfillment/202309/packages/{package}"), cancellationToken);
        return new BoughtLabel(package, detail.TrackingNumber is { Length: > 0 } tracking ? tracking : null, detail.ShippingProviderName, price);
    }

    private async Task<IReadOnlyList<string>> UnitsAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken) =>
        TikTokUnits.OfWholeLines(request.Lines)
        ?? TikTokUnits.StillHere(
            await packages.OrderAsync(connection, request.ExternalOrderId, cancellationToken), request.Lines, TikTokOperations.GetEligibleShippingService.Name);

    // A parcel with a label that holds what was asked for. Where a line is only partly asked for, another parcel of it may
    // be meant, so that the units left decide.
    private static BoughtLabel? Bought(TikTokOrder order, LabelRequest request)
    {
        var lines = TikTokFolding.Lines(order).ToDictionary(line => line.Id);
        var units = request.Lines.Select(line => lines.GetValueOrDefault(line.ExternalLineId)).OfType<TikTokLine>().SelectMany(line => line.Wanted).ToList();
        return units.Count > 0 && units.TrueForAll(unit => unit.IsShipped) && units[0] is { PackageId: { Length: > 0 } package } sample
            ? new BoughtLabel(package, sample.TrackingNumber is { Length: > 0 } tracking ? tracking : null, sample.ShippingProviderName, null)
            : null;
    }

    private static bool BuysByUnit(ConnectionContext connection) => TikTokStore.Of(connection).Region == "US";

    private static Money? PriceOf(TikTokService service) =>
        service is { Price: { Length: > 0 } price, Currency.Length: 3 } && decimal.TryParse(price, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            ? Money.FromMajor(amount, service.Currency)
            : null;

    private static TikTokWeight? Weight(LabelRequest request) =>
        request.WeightGrams is { } grams ? new TikTokWeight(grams.ToString(CultureInfo.InvariantCulture), "GRAM") : null;

    private static TikTokDimension? Dimension(LabelRequest request) =>
        request.SizeMillimetres is var (length, width, height) ? new TikTokDimension(Centimetres(length), Centimetres(width), Centimetres(height), "CM") : null;

    private static string Centimetres(int millimetres) => (millimetres / 10m).ToString("0.0", CultureInfo.InvariantCulture);
}

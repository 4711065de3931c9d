using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Buys labels through Merchant Fulfillment v0. Amazon marks the items as shipped by itself then.</summary>
public sealed class AmazonLabels(AmazonClient client, AmazonShipments shipments, IOptions<AmazonOptions> options, TimeProvider time) : ILabelBuyer
{
    private const string Shipments = "/mfn/v0/shipments";

    /// <summary>A label is handed over whole, so its address does not run out; callers are told to ask again within a day.</summary>
    private static readonly TimeSpan DocumentLasts = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public async Task<IReadOnlyList<LabelOffer>> OffersAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow();
        int? Days(DateTimeOffset? until) => until is { } day ? Math.Max(0, (int)Math.Ceiling((day - today).TotalDays)) : null;
        return
        [
            .. (await ServicesAsync(connection, WishOf(request), cancellationToken)).Select(s => new LabelOffer(
                s.ShippingServiceId, s.ShippingServiceName, s.CarrierName, PriceOf(s), Days(s.EarliestEstimatedDeliveryDate), Days(s.LatestEstimatedDeliveryDate))),
        ];
    }

    /// <inheritdoc />
    public Task<HandoverChoices> HandoverAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new HandoverChoices(DropOff: true, DropOffPoints: null, Pickups: []));

    /// <inheritdoc />
    public async Task<BoughtLabel> BuyAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        if (await FindLostAsync(connection, request, cancellationToken) is { } lost)
        {
            return lost;
        }

        var wish = WishOf(request);

        // Offers lapse within minutes, so the chosen service is asked for again just before it is bought.
        var services = await ServicesAsync(connection, wish, cancellationToken);
        var service = services.FirstOrDefault(s => request.OfferId is null || s.ShippingServiceId == request.OfferId)
            ?? throw new RejectedException("Amazon does not offer this shipping service for the parcel any more. Choose another one.") { Operation = AmazonOperations.CreateShipment.Name };
        var bought = await client.SendRestrictedAsync<AmazonPayloadWire<AmazonShipmentWire>>(
            connection, AmazonOperations.CreateShipment, HttpMethod.Post, Shipments, Body(new AmazonLabelWish(wish, service.ShippingServiceId, service.ShippingServiceOfferId)), cancellationToken);
        var shipment = Content(bought);
        return new BoughtLabel(shipment.ShipmentId, shipment.TrackingId, shipment.ShippingService.CarrierName, PriceOf(shipment.ShippingService));
    }

    /// <inheritdoc />
    public async Task<LabelDocument> DocumentAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken)
    {
        var path = $"{Shipments}/{AmazonClient.Encode(externalShipmentId)}";
        var shipment = Content(await client.SendRestrictedAsync<AmazonPayloadWire<AmazonShipmentWire>>(connection, AmazonOperations.GetShipment, HttpMethod.Get, path, null, cancellationToken));
        var file = shipment.Label.FileContents;
        try
        {
            using var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(file.Contents)), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await packed.CopyToAsync(plain, cancellationToken);
            var address = new Uri($"data:{file.FileType};base64,{Convert.ToBase64String(plain.ToArray())}");
            return new LabelDocument(address, file.FileType, time.GetUtcNow() + DocumentLasts, shipment.TrackingId);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new TransientException("Amazon sent a label that cannot be unpacked.", exception) { Operation = AmazonOperations.GetShipment.Name };
        }
    }

    /// <inheritdoc />
    public async Task VoidAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken)
    {
        var path = $"{Shipments}/{AmazonClient.Encode(externalShipmentId)}";
        var shipment = Content(await client.SendRestrictedAsync<AmazonPayloadWire<AmazonShipmentWire>>(connection, AmazonOperations.CancelShipment, HttpMethod.Delete, path, null, cancellationToken));

        // Amazon answers with the shipment as it stands afterwards; whether the money comes back is decided later.
        if (shipment.Status is not ("RefundPending" or "RefundApplied"))
        {
            throw new RejectedException("Amazon does not take this label back: the carrier has seen the parcel, or the time for it is over. Ask for the money in Seller Central.")
            {
                Operation = AmazonOperations.CancelShipment.Name,
                RawCode = shipment.Status,
            };
        }
    }

    // Buying has no key against repetition, and no call lists what was bought. What an earlier, unanswered try has bought shows as a
    // parcel of the order, with its number but without the id by which its paper could be fetched.
    private async Task<BoughtLabel?> FindLostAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken)
    {
        var parcels = await shipments.ReadAsync(connection, request.ExternalOrderId, request.OrderPlatformData, cancellationToken);
        if (request.MayBeBought && parcels.FirstOrDefault(p => HasExactly(p, request)) is { } mine)
        {
            return new BoughtLabel(null, mine.TrackingNumber, mine.CarrierCode, null);
        }

        var twin = parcels.FirstOrDefault(p => request.Lines.Any(l => p.Lines.GetValueOrDefault(l.ExternalLineId) >= l.Quantity));
        return twin is null ? null : throw new RejectedException(
            $"These items already have a parcel at Amazon, tracking number {twin.TrackingNumber}. No second label was bought; print the first one in Seller Central.")
        {
            Operation = AmazonOperations.CreateShipment.Name,
        };
    }

    private static bool HasExactly(RemoteShipment parcel, LabelRequest request) =>
        parcel.Lines.Count == request.Lines.Count && request.Lines.All(l => parcel.Lines.GetValueOrDefault(l.ExternalLineId) == l.Quantity);

    private async Task<List<AmazonServiceWire>> ServicesAsync(ConnectionContext connection, AmazonParcelWish wish, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync<AmazonPayloadWire<AmazonEligibleWire>>(
            connection, AmazonOperations.GetEligibleShipmentServices, HttpMethod.Post, "/mfn/v0/eligibleShippingServices", Body(new AmazonEligibleWish(wish)), cancellationToken);
        return [.. (answer.Payload?.ShippingServiceList ?? []).Where(s => !s.RequiresAdditionalSellerInputs).OrderBy(s => s.Rate.Amount)];
    }

    private AmazonParcelWish WishOf(LabelRequest request) =>
        request is { WeightGrams: > 0, SizeMillimetres: { Length: > 0, Width: > 0, Height: > 0 } size }
            ? new AmazonParcelWish(
                request.ExternalOrderId,
                [.. request.Lines.Select(l => new AmazonParcelItem(l.ExternalLineId, l.Quantity))],
                options.Value.ShipFrom.ToWire(),
                new AmazonSizeWire(size.Length / 10m, size.Width / 10m, size.Height / 10m, "centimeters"),
                new AmazonWeightWire(request.WeightGrams.Value, "g"),
                new AmazonServiceWish("DeliveryConfirmationWithoutSignature", CarrierWillPickUp: false, "PDF"))
            : throw new RejectedException("Amazon's labels need the parcel's weight and size.") { Field = "PackageDimensions" };

    private static Money PriceOf(AmazonServiceWire service) => Money.FromMajor(service.Rate.Amount, service.Rate.CurrencyCode);

    private static AmazonShipmentWire Content(AmazonPayloadWire<AmazonShipmentWire> answer) =>
        answer.Payload ?? throw new TransientException("Amazon answered without the shipment.") { Operation = AmazonOperations.GetShipment.Name };

    // This API's names begin with capitals, so the body is written with the records' own names.
    private static JsonNode Body<T>(T wish) => JsonSerializer.SerializeToNode(wish, AmazonJson.OwnNames)!;
}

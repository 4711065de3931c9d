using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Parcels by createShippingFulfillment. eBay stores what it is told, twice if told twice, and can neither change nor delete it.</summary>
internal sealed class EbayShipments(EbayApi api, EbayCarriers carriers) : IShipmentConfirmer
{
    private const int Tries = 3;

    /// <inheritdoc />
    public bool StoresTwice => true;

    /// <inheritdoc />
    public async Task<ShipmentReceipt> ConfirmAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // An earlier try may have arrived although its answer did not, so what eBay has is read before anything is sent again.
            if ((attempt > 1 || !notice.KnownUnsent) && await FindAsync(connection, notice, cancellationToken) is { } stored)
            {
                return new ShipmentReceipt(stored.ExternalId, null);
            }

            try
            {
                return await SendAsync(connection, notice, cancellationToken);
            }
            catch (TransientException exception) when (exception.OutcomeUnknown && attempt < Tries)
            {
                // The next turn looks whether it has arrived.
            }
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RemoteShipment>> ReadAsync(ConnectionContext connection, string externalOrderId, string? orderPlatformData, CancellationToken cancellationToken)
    {
        var list = await api.ReadAsync<EbayFulfillmentList>(new EbayCall(EbayOperations.GetShippingFulfillments, connection, PathOf(externalOrderId)), cancellationToken);
        return [.. (list.Fulfillments ?? []).Select(ToRemote)];
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Carrier>> CarriersAsync(ConnectionContext connection, CancellationToken cancellationToken) => Task.FromResult(carriers.All);

    private async Task<RemoteShipment?> FindAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        var lines = notice.Lines.Select(line => line.ExternalLineId).ToHashSet();
        return (await ReadAsync(connection, notice.ExternalOrderId, notice.OrderPlatformData, cancellationToken))
            .FirstOrDefault(shipment => string.Equals(shipment.TrackingNumber, notice.TrackingNumber, StringComparison.OrdinalIgnoreCase) && lines.SetEquals(shipment.Lines.Keys));
    }

    private async Task<ShipmentReceipt> SendAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        var body = new EbayFulfillmentDetails(
            [.. notice.Lines.Select(line => new EbayLineReference(line.ExternalLineId, line.Quantity))],
            notice.ShippedAt,
            notice.CarrierCode ?? carriers.CodeFor(notice.CarrierName),
            notice.TrackingNumber);
        var response = await api.SendAsync(
            new EbayCall(EbayOperations.CreateShippingFulfillment, connection, PathOf(notice.ExternalOrderId)) { Body = body }, cancellationToken);
        return new ShipmentReceipt(EbayLinks.IdOf(response), null);
    }

    private static RemoteShipment ToRemote(EbayFulfillment fulfillment) => new(
        fulfillment.FulfillmentId,
        fulfillment.ShipmentTrackingNumber,
        fulfillment.ShippingCarrierCode,
        (fulfillment.LineItems ?? []).Where(line => line.LineItemId is not null).GroupBy(line => line.LineItemId!).ToDictionary(line => line.Key, line => line.Sum(part => part.Quantity)));

    private static string PathOf(string orderId) => $"/sell/fulfillment/v1/order/{Uri.EscapeDataString(orderId)}/shipping_fulfillment";
}

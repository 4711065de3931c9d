using System.Globalization;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Confirms parcels through Orders v0 (the one call that the 2026 version does not replace) and reads them back through it.</summary>
public sealed class AmazonShipments(AmazonClient client, AmazonOrders feed, OperationLimiter limiter, TimeProvider time) : IShipmentConfirmer, IShipmentSurvey, ITrackingReplacer
{
    // To look for a parcel and then read its order, one by one.
    private const int CallsOfOneOrder = 2;

    /// <inheritdoc />
    public async Task<ShipmentReceipt> ConfirmAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
    {
        var order = AmazonJson.Opaque<AmazonOrderData>(notice.OrderPlatformData);
        if (order?.FulfilledByAmazon == true)
        {
            throw new RejectedException($"Amazon ships order {notice.ExternalOrderId} itself; there is nothing to confirm.") { Operation = AmazonOperations.ConfirmShipment.Name };
        }

        var reference = notice.PackageNumber.ToString(CultureInfo.InvariantCulture);
        try
        {
            await client.SendAsync(
                connection,
                AmazonOperations.ConfirmShipment,
                HttpMethod.Post,
                $"/orders/v0/orders/{AmazonClient.Encode(notice.ExternalOrderId)}/shipmentConfirmation",
                BodyOf(connection, notice, order, reference),
                cancellationToken);
        }
        catch (RejectedException) when (notice.PackageNumber > 0)
        {
            // After an answer was lost, Amazon refuses the repetition of a parcel that it has already stored.
            if (!await IsStoredAsync(connection, notice, reference, cancellationToken))
            {
                throw;
            }
        }

        return new ShipmentReceipt(reference, null);
    }

    /// <inheritdoc />
    public TrackingReplacementTerms Terms { get; } = new(null, null);

    /// <inheritdoc />
    /// <remarks>The same package reference again edits the parcel that bears it.</remarks>
    public Task ReplaceAsync(ConnectionContext connection, TrackingReplacement replacement, CancellationToken cancellationToken) =>
        ConfirmAsync(connection, replacement.Parcel, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RemoteShipment>> ReadAsync(ConnectionContext connection, string externalOrderId, string? orderPlatformData, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync<AmazonPackagesAnswerWire>(
            connection, AmazonOperations.GetOrder, HttpMethod.Get, AmazonOrders.OrderPath(externalOrderId, "PACKAGES"), null, cancellationToken);
        return Parcels(answer.Order.Packages);
    }

    /// <inheritdoc />
    public bool IsSooner(ConnectionContext connection, int orders)
    {
        // One page more, for other orders that changed meanwhile.
        var pages = (orders / AmazonOrders.PageSize) + 2;
        return limiter.TimeFor(AmazonOperations.SearchOrders, connection.ConnectionId, pages)
            < limiter.TimeFor(AmazonOperations.GetOrder, connection.ConnectionId, CallsOfOneOrder * orders);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, SurveyedOrder>> ReadManyAsync(
        ConnectionContext connection, IReadOnlyCollection<string> externalOrderIds, DateTimeOffset changedSince, CancellationToken cancellationToken)
    {
        var wanted = externalOrderIds.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, SurveyedOrder>(StringComparer.Ordinal);
        await foreach (var page in feed.PagesAsync(connection, changedSince, cancellationToken))
        {
            foreach (var raw in page)
            {
                if (AmazonOrderMapping.Map(raw).Order is { } order && wanted.Remove(order.ExternalId))
                {
                    found[order.ExternalId] = new SurveyedOrder(order, Parcels(raw.Deserialize<AmazonPackagesWire>(AmazonJson.Options)?.Packages));
                }
            }

            if (wanted.Count == 0)
            {
                break;
            }
        }

        return found;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Carrier>> CarriersAsync(ConnectionContext connection, CancellationToken cancellationToken) => Task.FromResult(AmazonCarriers.All);

    private static IReadOnlyList<RemoteShipment> Parcels(IReadOnlyList<AmazonPackageWire>? packages) =>
    [
        .. (packages ?? [])
            .Where(p => p.PackageStatus?.Status != "CANCELLED")
            .Select(p => new RemoteShipment(
                p.PackageReferenceId,
                p.TrackingNumber,
                p.Carrier,
                (p.PackageItems ?? []).GroupBy(i => i.OrderItemId).ToDictionary(g => g.Key, g => g.Sum(i => i.Quantity)))),
    ];

    private async Task<bool> IsStoredAsync(ConnectionContext connection, ShipmentNotice notice, string reference, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(connection, notice.ExternalOrderId, notice.OrderPlatformData, cancellationToken);
        return stored.Any(s => s.ExternalId == reference && s.TrackingNumber == notice.TrackingNumber);
    }

    private AmazonConfirmationWire BodyOf(ConnectionContext connection, ShipmentNotice notice, AmazonOrderData? order, string reference)
    {
        // A date ahead of Amazon's clock is refused, so ours may not run ahead of the present.
        var now = time.GetUtcNow();
        var shipped = notice.ShippedAt < now ? notice.ShippedAt : now;
        return new AmazonConfirmationWire(
            order?.MarketplaceId is { Length: > 0 } marketplace ? marketplace : AmazonStoreData.Of(connection).MarketplaceIds[0],
            new AmazonPackageDetailWire
            {
                PackageReferenceId = reference,
                CarrierCode = notice.CarrierCode ?? AmazonCarriers.Other,
                CarrierName = notice.CarrierName,
                TrackingNumber = notice.TrackingNumber,
                ShipDate = shipped.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                OrderItems = [.. notice.Lines.Select(l => new AmazonPackageItemWire(l.ExternalLineId, l.Quantity))],
            });
    }
}

using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Replaces the tracking number of a package that the seller ships: once, and within 72 hours after shipping.</summary>
internal sealed class TikTokTrackingUpdates(TikTokApi api, TikTokPackages packages, TikTokCarriers carriers) : ITrackingReplacer
{
    private static readonly HashSet<string> NotAgain = ["21011049", "21011051"];

    /// <inheritdoc />
    public TrackingReplacementTerms Terms { get; } = new(1, TimeSpan.FromHours(72));

    /// <inheritdoc />
    public async Task ReplaceAsync(ConnectionContext connection, TrackingReplacement replacement, CancellationToken cancellationToken)
    {
        var parcel = replacement.Parcel;
        var order = await packages.OrderAsync(connection, parcel.ExternalOrderId, cancellationToken);
        if (PackageWith(order, parcel.TrackingNumber) is not null)
        {
            return;
        }

        var package = PackageWith(order, replacement.OldTrackingNumber) ?? replacement.ExternalShipmentId
            ?? throw new RejectedException($"TikTok Shop shows no package with the number {replacement.OldTrackingNumber} in this order.") { Operation = TikTokOperations.UpdatePackageShippingInfo.Name };
        var provider = await carriers.ForAsync(connection, TikTokOrderData.Of(order).DeliveryOptionId, parcel, cancellationToken);
        try
        {
            await api.CallAsync<TikTokNothing>(
                connection,
                new TikTokCall(
                    TikTokOperations.UpdatePackageShippingInfo, HttpMethod.Post, $"/fulfillment/202309/packages/{package}/shipping_info/update",
                    Body: new TikTokTrackingUpdate(parcel.TrackingNumber, provider.Code)),
                cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && NotAgain.Contains(code))
        {
            // Perhaps it was our own earlier call that changed it, whose answer was lost.
            if (PackageWith(await packages.OrderAsync(connection, parcel.ExternalOrderId, cancellationToken), parcel.TrackingNumber) is null)
            {
                throw;
            }
        }
    }

    private static string? PackageWith(TikTokOrder order, string trackingNumber) => (order.LineItems ?? [])
        .FirstOrDefault(unit => string.Equals(unit.TrackingNumber, trackingNumber, StringComparison.OrdinalIgnoreCase) && unit.PackageId is { Length: > 0 })?.PackageId;
}

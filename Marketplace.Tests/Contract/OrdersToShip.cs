using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Contract;

/// <summary>Orders of a store that a seller may ship, and what the marketplace is told of a parcel.</summary>
internal static class OrdersToShip
{
    /// <summary>Reads the orders that wait and can be shipped with a carrier and number of the seller's own.</summary>
    public static Task<List<RemoteOrder>> ReadAsync(MarketplacePlatform platform, ConnectionContext connection) =>
        ReadAsync(platform, connection, order => !IsLabelledByMarketplace(order));

    /// <summary>Reads the orders that wait and for which the marketplace sells a label: where it tells orders apart, for those alone that it delivers.</summary>
    public static Task<List<RemoteOrder>> ReadLabelledAsync(MarketplacePlatform platform, ConnectionContext connection) =>
        ReadAsync(platform, connection, order => order.PlatformData?.Contains("\"SELLER\"", StringComparison.Ordinal) != true);

    /// <summary>A first parcel of an order, which left five minutes ago.</summary>
    public static ShipmentNotice NoticeOf(RemoteOrder order, IEnumerable<RemoteOrderLine> lines, Carrier carrier, string tracking) => new()
    {
        ExternalOrderId = order.ExternalId,
        OrderPlatformData = order.PlatformData,
        PackageNumber = 1,
        TrackingNumber = tracking,
        CarrierCode = carrier.Code,
        CarrierName = carrier.Name,
        ShippedAt = TimeProvider.System.GetUtcNow().AddMinutes(-5),
        Lines = Lines(lines),
    };

    /// <summary>Lines as a parcel or a label holds them, in their full quantity.</summary>
    public static List<ShipmentNoticeLine> Lines(IEnumerable<RemoteOrderLine> lines) =>
        [.. lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData))];

    private static async Task<List<RemoteOrder>> ReadAsync(MarketplacePlatform platform, ConnectionContext connection, Predicate<RemoteOrder> which) =>
        (await Journey.AllAsync(platform.Orders!.ListAsync(connection, null, TestContext.Current.CancellationToken)))
            .FindAll(order => order is { Status: RemoteOrderStatus.ReadyToShip, FulfilledByMarketplace: false, CancelRequested: false } && which(order));

    /// <summary>Whether a parcel of the order leaves with a label that the marketplace alone makes.</summary>
    private static bool IsLabelledByMarketplace(RemoteOrder order) => order.PlatformData?.Contains("\"TIKTOK\"", StringComparison.Ordinal) == true;
}

using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

/// <summary>A whole day's work of a shop while every operation fails in one way or another.</summary>
public class TikTokStormTests
{
    private static readonly string[] Operations =
        ["GetOrderList", "GetOrderDetail", "SearchProducts", "GetProduct", "InventorySearch", "UpdateInventory", "GetShippingProviders", "MarkPackageAsShipped"];

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Timeout)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Work_EveryOperationFailsTwice_EndsCompleteAndExactlyOnce(FaultKind fault)
    {
        await using var store = await TikTokTestStore.ConnectAsync(
            options => (options.Orders, options.Listings) = (30, 40),
            new Dictionary<string, string?> { ["Platforms:Http:TimeoutSeconds"] = "1", ["Platforms:Http:LongestInlineWaitSeconds"] = "3" });
        foreach (var operation in Operations)
        {
            store.Faults.Arm("tiktok", operation, fault, fault == FaultKind.ExpiredToken ? 1 : 2, null);
        }

        var listings = await store.ListingsAsync();
        var orders = await store.OrdersAsync();
        var verdicts = await store.Platform.Stock!.PushAsync(
            store.Connection, [.. listings.Select(listing => new StockChange(new ListingReference(listing.ExternalId, listing.Sku, listing.PlatformData), 5))], CancellationToken.None);
        var open = orders.Where(order => order.Status == RemoteOrderStatus.ReadyToShip).ToList();
        foreach (var (order, i) in open.Select((order, i) => (order, i)))
        {
            await store.Platform.Shipments!.ConfirmAsync(store.Connection, Notice(order, i), CancellationToken.None);
        }

        Assert.Equal(40, listings.Select(listing => listing.ExternalId).Distinct().Count());
        Assert.Equal(30, orders.Select(order => order.ExternalId).Distinct().Count());
        Assert.All(verdicts, verdict => Assert.True(verdict.Accepted, verdict.Reason));
        Assert.All(listings, listing => Assert.Equal(5, Describe(store.Shop.DescribeListing(listing.Sku!)).GetProperty("quantity").GetInt32()));
        foreach (var (order, i) in open.Select((order, i) => (order, i)))
        {
            var shipment = Assert.Single(Describe(store.Shop.DescribeOrder(order.ExternalId)).GetProperty("shipments").EnumerateArray());
            Assert.Equal($"STORM{i:D4}", shipment.GetProperty("tracking").GetString());
        }
    }

    private static JsonElement Describe(object? described) => JsonSerializer.SerializeToElement(described);

    private static ShipmentNotice Notice(RemoteOrder order, int number) => new()
    {
        ExternalOrderId = order.ExternalId,
        OrderPlatformData = order.PlatformData,
        PackageNumber = 1,
        TrackingNumber = $"STORM{number:D4}",
        CarrierName = "USPS",
        ShippedAt = TimeProvider.System.GetUtcNow(),
        Lines = [.. order.Lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData))],
    };
}

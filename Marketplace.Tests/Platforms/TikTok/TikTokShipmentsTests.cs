using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokShipmentsTests
{
    [Theory]
    [InlineData("US", "USPS")]
    [InlineData("GB", "Royal Mail")]
    [InlineData("ID", "J&T Express")]
    public async Task Confirm_WholeOrder_IsShippedAndReadBack(string market, string carrier)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = market);
        var order = await store.OrderAsync(quantity: 2);

        var receipt = await ConfirmAsync(store, order, "TRACK0001", carrier);

        Assert.NotNull(receipt.ExternalShipmentId);
        var parcel = Assert.Single(await store.Platform.Shipments!.ReadAsync(store.Connection, order.ExternalId, order.PlatformData, CancellationToken.None));
        Assert.Equal("TRACK0001", parcel.TrackingNumber);
        Assert.Equal(receipt.ExternalShipmentId, parcel.ExternalId);
        Assert.Equal(order.Lines.ToDictionary(line => line.ExternalId, line => line.Quantity), parcel.Lines);
        var after = await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None);
        Assert.Equal(RemoteOrderStatus.Shipped, after!.Status);
        Assert.All(after.Lines, line => Assert.Equal(line.Quantity, line.QuantityShipped));
        Assert.Equal((carrier, "TRACK0001"), Assert.Single(Stored(store, order)));
    }

    [Fact]
    public async Task Confirm_TwoParcels_TakeDifferentUnits()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync((await store.ListingsAsync())[0].Sku, 3);

        await ConfirmAsync(store, order, "TRACK0001", "USPS", 1, 1);
        var between = await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None);
        await ConfirmAsync(store, order, "TRACK0002", "UPS", 2, 2);

        Assert.Equal(RemoteOrderStatus.PartiallyShipped, between!.Status);
        Assert.Equal(1, between.Lines[0].QuantityShipped);
        var parcels = await store.Platform.Shipments!.ReadAsync(store.Connection, order.ExternalId, null, CancellationToken.None);
        Assert.Equal([("TRACK0001", 1), ("TRACK0002", 2)], parcels.Select(parcel => (parcel.TrackingNumber!, parcel.Lines.Values.Single())).Order());
    }

    [Fact]
    public async Task Confirm_Repeated_IsOneParcel()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync();

        var first = await ConfirmAsync(store, order, "TRACK0001", "USPS");
        var second = await ConfirmAsync(store, order, "TRACK0001", "USPS");

        Assert.Equal(first.ExternalShipmentId, second.ExternalShipmentId);
        Assert.Single(Stored(store, order));
    }

    [Theory]
    [InlineData("US", "MarkPackageAsShipped")]
    [InlineData("ID", "ShipPackage")]
    public async Task Confirm_AnswerLost_IsConfirmedOnce(string market, string operation)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = market);
        var order = await store.OrderAsync();
        store.Faults.Arm("tiktok", operation, FaultKind.Reset, 1, null);

        var receipt = await ConfirmAsync(store, order, "TRACK0001", market == "US" ? "USPS" : "J&T Express");

        Assert.NotNull(receipt.ExternalShipmentId);
        Assert.Single(Stored(store, order));
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Confirm_FaultOnTheWay_IsConfirmed(FaultKind fault)
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync();
        store.Faults.Arm("tiktok", "MarkPackageAsShipped", fault, 1, null);

        await ConfirmAsync(store, order, "TRACK0001", "USPS");

        Assert.Single(Stored(store, order));
    }

    [Fact]
    public async Task Confirm_SilentlyDropped_IsNotSeenByReading()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync();
        store.Faults.Arm("tiktok", "MarkPackageAsShipped", FaultKind.Ignored, 1, null);

        await ConfirmAsync(store, order, "TRACK0001", "USPS");

        Assert.Empty(await store.Platform.Shipments!.ReadAsync(store.Connection, order.ExternalId, order.PlatformData, CancellationToken.None));
    }

    [Fact]
    public async Task Confirm_ShippedElsewhereWithAnotherNumber_IsRefused()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync();
        await ConfirmAsync(store, order, "TRACK0001", "USPS");

        var failure = await Assert.ThrowsAsync<RejectedException>(() => ConfirmAsync(store, order, "TRACK0002", "USPS"));

        Assert.Equal("21011020", failure.RawCode);
    }

    [Fact]
    public async Task Confirm_NumberOfAnotherOrder_IsRefused()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        await ConfirmAsync(store, await store.OrderAsync(), "TRACK0001", "USPS");

        var failure = await Assert.ThrowsAsync<RejectedException>(async () => await ConfirmAsync(store, await store.OrderAsync(), "TRACK0001", "USPS"));

        Assert.Equal("21011025", failure.RawCode);
        Assert.Contains("used for another parcel", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_NumberLooksLikeAnotherCarriers_IsAcceptedWithWarning()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var receipt = await ConfirmAsync(store, await store.OrderAsync(), "1Z999AA10123456784", "USPS");

        Assert.Contains("UPS", receipt.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_UnknownCarrier_NamesTheChoices()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var failure = await Assert.ThrowsAsync<RejectedException>(async () => await ConfirmAsync(store, await store.OrderAsync(), "TRACK0001", "Pigeon Post"));

        Assert.Contains("USPS, UPS, FedEx", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(store.Log.Calls, call => call.Operation == "MarkPackageAsShipped");
    }

    [Theory]
    [InlineData("usps")]
    [InlineData("United States Postal Service")]
    [InlineData("USPS Priority")]
    public async Task Confirm_CarrierSpeltOtherwise_IsFound(string carrier)
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync();

        await ConfirmAsync(store, order, "TRACK0001", carrier);

        Assert.Equal("USPS", Assert.Single(Stored(store, order)).Carrier);
    }

    [Fact]
    public async Task Confirm_OrderOnHold_IsRefusedInPlainWords()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.OnHoldSeconds = 600);

        var failure = await Assert.ThrowsAsync<RejectedException>(async () => await ConfirmAsync(store, await store.OrderAsync(), "TRACK0001", "USPS"));

        Assert.Equal("21011044", failure.RawCode);
        Assert.Contains("can still cancel", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_DeliveredByTikTok_AsksForItsLabel()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.TikTokShippingPercent = 100);

        var failure = await Assert.ThrowsAsync<RejectedException>(async () => await ConfirmAsync(store, await store.OrderAsync(), "TRACK0001", "USPS"));

        Assert.Contains("label", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_TwentyOrders_AskForCarriersOnce()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            await ConfirmAsync(store, await store.OrderAsync(), $"TRACK{i:D4}", "USPS");
        }

        Assert.Single(store.Log.Calls, call => call.Operation == "GetShippingProviders");
    }

    [Fact]
    public async Task Carriers_OfTheShop_ComeFromItsDeliveryOptions()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var carriers = await store.Platform.Shipments!.CarriersAsync(store.Connection, CancellationToken.None);

        Assert.Contains(carriers, carrier => carrier is { Code: "7117858858072016686", Name: "USPS" });
    }

    [Fact]
    public async Task Get_ShippedOrder_MovesOnWithTheCarrier()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.CarrierSeconds = 1);
        var order = await store.OrderAsync();
        await ConfirmAsync(store, order, "TRACK0001", "USPS");

        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(20);
        while (order.Status != RemoteOrderStatus.Delivered && TimeProvider.System.GetUtcNow() < deadline)
        {
            order = (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!;
        }

        Assert.Equal(RemoteOrderStatus.Delivered, order.Status);
        Assert.Single(await store.Platform.Shipments!.ReadAsync(store.Connection, order.ExternalId, null, CancellationToken.None));
    }

    private static Task<ShipmentReceipt> ConfirmAsync(TikTokTestStore store, RemoteOrder order, string tracking, string carrier, int package = 1, int? quantity = null) =>
        store.Platform.Shipments!.ConfirmAsync(
            store.Connection,
            new ShipmentNotice
            {
                ExternalOrderId = order.ExternalId,
                OrderPlatformData = order.PlatformData,
                PackageNumber = package,
                TrackingNumber = tracking,
                CarrierName = carrier,
                ShippedAt = TimeProvider.System.GetUtcNow(),
                Lines = [.. order.Lines.Select(line => new ShipmentNoticeLine(line.ExternalId, quantity ?? line.Quantity, line.PlatformData))],
            },
            CancellationToken.None);

    private static List<(string Carrier, string Tracking)> Stored(TikTokTestStore store, RemoteOrder order) =>
        [.. JsonSerializer.SerializeToElement(store.Shop.DescribeOrder(order.ExternalId)).GetProperty("shipments").EnumerateArray()
            .Select(shipment => (shipment.GetProperty("carrier").GetString()!, shipment.GetProperty("tracking").GetString()!))];
}

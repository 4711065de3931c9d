using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokLabelsTests
{
    [Theory]
    [InlineData("US")]
    [InlineData("GB")]
    [InlineData("SG")]
    public async Task Buy_InEachMarket_ShipsAndPrints(string market)
    {
        await using var store = await ConnectAsync(market);
        var order = await store.OrderAsync(quantity: 2);

        var label = await store.Platform.Labels!.BuyAsync(store.Connection, Request(order), CancellationToken.None);

        Assert.StartsWith("TTS", label.TrackingNumber, StringComparison.Ordinal);
        var after = await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None);
        Assert.Equal(RemoteOrderStatus.Shipped, after!.Status);
        var document = await store.Platform.Labels!.DocumentAsync(store.Connection, label.ExternalShipmentId!, CancellationToken.None);
        Assert.Equal(label.TrackingNumber, document.TrackingNumber);
        Assert.InRange(document.ExpiresAt, TimeProvider.System.GetUtcNow().AddHours(23), TimeProvider.System.GetUtcNow().AddHours(24));
        using var browser = new HttpClient();
        var pdf = Encoding.Latin1.GetString(await browser.GetByteArrayAsync(document.Address));
        Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
        Assert.Contains(label.TrackingNumber!, pdf, StringComparison.Ordinal);
        using var forged = await browser.GetAsync(new Uri(document.Address.AbsoluteUri.Replace("expires=", "expires=9", StringComparison.Ordinal)));
        Assert.Equal(403, (int)forged.StatusCode);
    }

    [Fact]
    public async Task Offers_UnitedStates_NameTheDefaultFirst()
    {
        await using var store = await ConnectAsync("US");
        var order = await store.OrderAsync();

        var offers = await store.Platform.Labels!.OffersAsync(store.Connection, Request(order) with { WeightGrams = 400, SizeMillimetres = (300, 200, 45) }, CancellationToken.None);
        var label = await store.Platform.Labels!.BuyAsync(store.Connection, Request(order) with { OfferId = offers[1].Id }, CancellationToken.None);

        Assert.Equal(["USPS", "UPS"], offers.Select(offer => offer.Carrier));
        Assert.Equal(("UPS", offers[1].Price), (label.Carrier, label.Price));
        Assert.Equal(894, label.Price!.Value.Minor);
    }

    [Fact]
    public async Task Handover_OutsideTheUnitedStates_OffersFreeSlotsOnly()
    {
        await using var store = await ConnectAsync("SG");
        var order = await store.OrderAsync();

        var choices = await store.Platform.Labels!.HandoverAsync(store.Connection, Request(order), CancellationToken.None);
        await store.Platform.Labels!.BuyAsync(store.Connection, Request(order) with { Pickup = choices.Pickups[0] }, CancellationToken.None);

        Assert.True(choices.DropOff);
        Assert.Equal(5, choices.Pickups.Count);
        Assert.All(choices.Pickups, slot => Assert.True(slot.Start > TimeProvider.System.GetUtcNow()));
    }

    [Theory]
    [InlineData("US", "CreatePackages")]
    [InlineData("SG", "ShipPackage")]
    public async Task Buy_AnswerLost_BuysOneLabel(string market, string operation)
    {
        await using var store = await ConnectAsync(market);
        var order = await store.OrderAsync();
        store.Faults.Arm("tiktok", operation, FaultKind.Reset, 1, null);

        var first = await store.Platform.Labels!.BuyAsync(store.Connection, Request(order), CancellationToken.None);
        var second = await store.Platform.Labels!.BuyAsync(store.Connection, Request(order), CancellationToken.None);

        Assert.Equal(first.ExternalShipmentId, second.ExternalShipmentId);
        Assert.Equal(1, JsonSerializer.SerializeToElement(store.Shop.DescribeOrder(order.ExternalId)).GetProperty("shipments").GetArrayLength());
    }

    [Fact]
    public async Task Document_StillInTheMaking_IsWaitedFor()
    {
        await using var store = await ConnectAsync("US", options => options.TikTok.LabelSeconds = 1, new Dictionary<string, string?> { ["Platforms:Http:RetryDelayMilliseconds"] = "500" });
        var label = await store.Platform.Labels!.BuyAsync(store.Connection, Request(await store.OrderAsync()), CancellationToken.None);

        var document = await store.Platform.Labels!.DocumentAsync(store.Connection, label.ExternalShipmentId!, CancellationToken.None);

        Assert.Equal(label.TrackingNumber, document.TrackingNumber);
    }

    [Fact]
    public async Task Buy_OrderOfTheSellersOwnCarrier_IsRefusedInPlainWords()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var failure = await Assert.ThrowsAsync<RejectedException>(async () => await store.Platform.Labels!.BuyAsync(store.Connection, Request(await store.OrderAsync()), CancellationToken.None));

        Assert.Contains("carrier of your own", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Error)]
    public async Task Confirm_PartOfAPackage_SplitsItOffFirst(FaultKind fault)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "MY");
        var order = await TwoLinesAsync(store);
        store.Faults.Arm("tiktok", "SplitOrders", fault, 1, null);

        await ConfirmAsync(store, order, order.Lines[0], 1, "TRACK0001");
        await ConfirmAsync(store, order, order.Lines[1], 2, "TRACK0002");

        var parcels = await store.Platform.Shipments!.ReadAsync(store.Connection, order.ExternalId, null, CancellationToken.None);
        Assert.Equal(["TRACK0001", "TRACK0002"], parcels.Select(parcel => parcel.TrackingNumber).Order());
        Assert.Equal(RemoteOrderStatus.Shipped, (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Confirm_PartOfASkuWhereSplitsAreBySku_IsRefusedInPlainWords()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "MY");
        var order = await store.OrderAsync((await store.ListingsAsync())[0].Sku, 3);

        var failure = await Assert.ThrowsAsync<RejectedException>(() => ConfirmAsync(store, order, order.Lines[0] with { Quantity = 1 }, 1, "TRACK0001"));

        Assert.Equal("21011035", failure.RawCode);
        Assert.Contains("same package", failure.Message, StringComparison.Ordinal);
    }

    private static Task<TikTokTestStore> ConnectAsync(string market, Action<Marketplace.Sandbox.SandboxOptions>? setUp = null, IReadOnlyDictionary<string, string?>? settings = null) =>
        TikTokTestStore.ConnectAsync(
            options =>
            {
                (options.TikTok.Markets, options.TikTok.TikTokShippingPercent) = (market, 100);
                setUp?.Invoke(options);
            },
            settings);

    private static LabelRequest Request(RemoteOrder order) => new()
    {
        ExternalOrderId = order.ExternalId,
        OrderPlatformData = order.PlatformData,
        Lines = [.. order.Lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData))],
    };

    private static async Task<RemoteOrder> TwoLinesAsync(TikTokTestStore store)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await store.OrderAsync() is { Lines.Count: 2 } order)
            {
                return order;
            }
        }

        throw new InvalidOperationException("The sandbox sold no order of two lines.");
    }

    private static Task<ShipmentReceipt> ConfirmAsync(TikTokTestStore store, RemoteOrder order, RemoteOrderLine line, int package, string tracking) =>
        store.Platform.Shipments!.ConfirmAsync(
            store.Connection,
            new ShipmentNotice
            {
                ExternalOrderId = order.ExternalId,
                OrderPlatformData = order.PlatformData,
                PackageNumber = package,
                TrackingNumber = tracking,
                CarrierName = "J&T Express",
                ShippedAt = TimeProvider.System.GetUtcNow(),
                Lines = [new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData)],
            },
            CancellationToken.None);
}

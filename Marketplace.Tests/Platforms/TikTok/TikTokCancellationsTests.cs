using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokCancellationsTests
{
    [Theory]
    [InlineData("US", CancelReason.BuyerRequest)]
    [InlineData("GB", CancelReason.OutOfStock)]
    [InlineData("ID", CancelReason.Undeliverable)]
    public async Task Cancel_OpenOrder_IsCancelledAndItsStockIsBack(string market, CancelReason reason)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = market);
        var sku = (await store.ListingsAsync())[0].Sku!;
        var before = Quantity(store, sku);
        var order = await store.OrderAsync(sku, 2);

        await store.Platform.Cancellations!.CancelAsync(store.Connection, new CancelRequest(order.ExternalId, reason, []), CancellationToken.None);

        Assert.Equal(RemoteOrderStatus.Cancelled, (await ReadAsync(store, order)).Status);
        Assert.Equal(before, Quantity(store, sku));
    }

    [Fact]
    public async Task Cancel_AnswerLost_IsCancelledOnce()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync();
        store.Faults.Arm("tiktok", "CancelOrder", FaultKind.Reset, 1, null);
        var request = new CancelRequest(order.ExternalId, CancelReason.OutOfStock, []);

        await store.Platform.Cancellations!.CancelAsync(store.Connection, request, CancellationToken.None);
        await store.Platform.Cancellations!.CancelAsync(store.Connection, request, CancellationToken.None);

        Assert.Equal(RemoteOrderStatus.Cancelled, (await ReadAsync(store, order)).Status);
    }

    [Fact]
    public async Task Cancel_OneOfThreeUnits_LeavesALineOfTwo()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var order = await store.OrderAsync((await store.ListingsAsync())[0].Sku, 3);
        var line = order.Lines[0];

        await store.Platform.Cancellations!.CancelAsync(
            store.Connection, new CancelRequest(order.ExternalId, CancelReason.OutOfStock, [new ShipmentNoticeLine(line.ExternalId, 1, line.PlatformData)]), CancellationToken.None);

        var after = await ReadAsync(store, order);
        Assert.Equal(RemoteOrderStatus.ReadyToShip, after.Status);
        Assert.Equal((line.ExternalId, 2), (after.Lines[0].ExternalId, after.Lines[0].Quantity));
    }

    [Theory]
    [InlineData(true, RemoteOrderStatus.Cancelled)]
    [InlineData(false, RemoteOrderStatus.ReadyToShip)]
    public async Task Answer_BuyersRequest_IsSettled(bool accept, RemoteOrderStatus status)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.BuyerCancelPercent = 100);
        var order = await store.OrderAsync();
        Assert.True(order.CancelRequested);

        await store.Platform.Cancellations!.AnswerAsync(store.Connection, order.ExternalId, accept, CancellationToken.None);
        await store.Platform.Cancellations!.AnswerAsync(store.Connection, order.ExternalId, accept, CancellationToken.None);

        var after = await ReadAsync(store, order);
        Assert.Equal((status, false), (after.Status, after.CancelRequested));
    }

    [Theory]
    [InlineData("US", null)]
    [InlineData("GB", "21011007")]
    public async Task Confirm_BuyerWantsToCancel_IsAnswerEnoughInTheUnitedStatesOnly(string market, string? refusal)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => (options.TikTok.Markets, options.TikTok.BuyerCancelPercent) = (market, 100));
        var order = await store.OrderAsync();
        var notice = new ShipmentNotice
        {
            ExternalOrderId = order.ExternalId,
            OrderPlatformData = order.PlatformData,
            PackageNumber = 1,
            TrackingNumber = "TRACK0001",
            CarrierName = "UPS",
            ShippedAt = TimeProvider.System.GetUtcNow(),
            Lines = [.. order.Lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData))],
        };

        var failure = await Record.ExceptionAsync(() => store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None));

        Assert.Equal(refusal, (failure as RejectedException)?.RawCode);
        Assert.Equal(refusal is null ? RemoteOrderStatus.Shipped : RemoteOrderStatus.ReadyToShip, (await ReadAsync(store, order)).Status);
    }

    [Fact]
    public async Task Cancel_ReasonThatTheMarketDoesNotKnow_IsRefusedInPlainWords()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "MY");
        var order = await store.OrderAsync();

        var failure = await Assert.ThrowsAsync<RejectedException>(
            () => store.Platform.Cancellations!.CancelAsync(store.Connection, new CancelRequest(order.ExternalId, CancelReason.BuyerRequest, []), CancellationToken.None));

        Assert.Equal("25001021", failure.RawCode);
        Assert.Contains("another reason", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<RemoteOrder> ReadAsync(TikTokTestStore store, RemoteOrder order) =>
        (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!;

    private static int Quantity(TikTokTestStore store, string sku) =>
        JsonSerializer.SerializeToElement(store.Shop.DescribeListing(sku)).GetProperty("quantity").GetInt32();
}

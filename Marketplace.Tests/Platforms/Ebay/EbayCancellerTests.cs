using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayCancellerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Cancel_PaidOrder_IsRefundedAndThenCancelled()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var store = await EbayStore.ConnectAsync(
            new SandboxOptions { EnforceLimits = false, Listings = 10, Orders = 4, Ebay = new EbaySandboxOptions { RefundSeconds = 10 } }, clock);
        var order = await OrderAsync(store);

        await store.Platform.Cancellations!.CancelAsync(store.Connection, Wish(order), CancellationToken.None);
        var waiting = await GetAsync(store, order);
        clock.Advance(TimeSpan.FromMinutes(1));
        var done = await GetAsync(store, order);

        Assert.Equal((RemoteOrderStatus.Pending, false), (waiting.Status, waiting.CancelRequested));
        Assert.Equal((RemoteOrderStatus.Cancelled, false), (done.Status, done.CancelRequested));
        Assert.Equal(Noon.AddSeconds(10), done.UpdatedAt);
        Assert.Equal(("SELLER", "OUT_OF_STOCK_OR_CANNOT_FULFILL"), Stored(store, order));
        Assert.Equal(order.Total, Assert.Single(await store.Platform.Refunds!.ReadAsync(store.Connection, order.ExternalId, CancellationToken.None)).Amount);
    }

    [Fact]
    public async Task List_CancelledByUsAndNotRefundedYet_IsNoWishOfTheBuyer()
    {
        await using var store = await EbayStore.ConnectAsync(
            new SandboxOptions { EnforceLimits = false, Listings = 10, Orders = 4, Ebay = new EbaySandboxOptions { RefundSeconds = 600 } });
        var order = await OrderAsync(store);
        await store.Platform.Cancellations!.CancelAsync(store.Connection, Wish(order), CancellationToken.None);

        var listed = (await EbayOrdersTests.ReadAsync(store, order.PlacedAt)).SelectMany(page => page.Items).Single(found => found.ExternalId == order.ExternalId);

        Assert.Equal((RemoteOrderStatus.Pending, false), (listed.Status, listed.CancelRequested));
    }

    [Fact]
    public async Task Cancel_SameOrderAgain_IsCancelledOnce()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);

        await store.Platform.Cancellations!.CancelAsync(store.Connection, Wish(order), CancellationToken.None);
        await store.Platform.Cancellations.CancelAsync(store.Connection, Wish(order), CancellationToken.None);

        Assert.Equal(1, store.Calls("createCancellation"));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Cancel_FaultOnSending_IsCancelledAllTheSame(FaultKind kind)
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);
        store.Fault("createCancellation", kind);

        await store.Platform.Cancellations!.CancelAsync(store.Connection, Wish(order), CancellationToken.None);

        Assert.Equal("SELLER", Stored(store, order).Requestor);
    }

    [Fact]
    public async Task Cancel_BuyerHasAskedAlready_GrantsThat()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);
        store.Market.ChangeOrder(order.ExternalId, cancelState: "IN_PROGRESS");

        await store.Platform.Cancellations!.CancelAsync(store.Connection, Wish(order) with { Reason = CancelReason.BuyerRequest }, CancellationToken.None);

        Assert.Equal((1, 0), (store.Calls("approveCancellationRequest"), store.Calls("createCancellation")));
        Assert.Equal("BUYER", Stored(store, order).Requestor);
    }

    [Fact]
    public async Task Cancel_ShippedOrder_SaysWhatToDoInstead()
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await EbayShipmentsTests.NoticeAsync(store);
        await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Cancellations!.CancelAsync(
            store.Connection, new CancelRequest(notice.ExternalOrderId, CancelReason.OutOfStock, []), CancellationToken.None));

        Assert.Equal("SHIPPED", failure.RawCode);
        Assert.Contains("send it back", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_SomeItemsOnly_IsRefusedWithoutACall()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = (await EbayOrdersTests.ReadAsync(store, null)).SelectMany(page => page.Items).First(o => o.Lines.Count == 2);
        var some = new CancelRequest(order.ExternalId, CancelReason.OutOfStock, [new ShipmentNoticeLine(order.Lines[0].ExternalId, order.Lines[0].Quantity, null)]);

        await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Cancellations!.CancelAsync(store.Connection, some, CancellationToken.None));
        await store.Platform.Cancellations!.CancelAsync(
            store.Connection, some with { Lines = [.. order.Lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, null))] }, CancellationToken.None);

        Assert.Equal(1, store.Calls("createCancellation"));
    }

    [Theory]
    [InlineData(true, RemoteOrderStatus.Pending)]
    [InlineData(false, RemoteOrderStatus.ReadyToShip)]
    public async Task Answer_BuyersRequest_IsFollowed(bool accept, RemoteOrderStatus expected)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 10, Orders = 4 }, clock);
        var order = await OrderAsync(store);
        store.Market.ChangeOrder(order.ExternalId, cancelState: "IN_PROGRESS");
        Assert.True((await GetAsync(store, order)).CancelRequested);

        await store.Platform.Cancellations!.AnswerAsync(store.Connection, order.ExternalId, accept, CancellationToken.None);
        await store.Platform.Cancellations.AnswerAsync(store.Connection, order.ExternalId, accept, CancellationToken.None);

        var after = await GetAsync(store, order);
        Assert.Equal((expected, false), (after.Status, after.CancelRequested));
        Assert.Equal(1, store.Calls("approveCancellationRequest") + store.Calls("rejectCancellationRequest"));
    }

    [Fact]
    public async Task Answer_AnswerIsLost_CountsWhenItArrived()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);
        store.Market.ChangeOrder(order.ExternalId, cancelState: "IN_PROGRESS");
        store.Fault("approveCancellationRequest", FaultKind.Reset);

        await store.Platform.Cancellations!.AnswerAsync(store.Connection, order.ExternalId, accept: true, CancellationToken.None);

        Assert.Equal(1, store.Calls("approveCancellationRequest"));
    }

    [Fact]
    public async Task Answer_NobodyAsked_DoesNothing()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);

        await store.Platform.Cancellations!.AnswerAsync(store.Connection, order.ExternalId, accept: true, CancellationToken.None);

        Assert.Equal(0, store.Calls("approveCancellationRequest"));
    }

    [Fact]
    public async Task Cancel_OrderOfNobody_IsRefused()
    {
        await using var store = await EbayStore.ConnectAsync();

        Assert.Equal("32100", (await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Cancellations!.CancelAsync(
            store.Connection, new CancelRequest("11-00000-00000", CancelReason.OutOfStock, []), CancellationToken.None))).RawCode);
    }

    private static async Task<RemoteOrder> OrderAsync(EbayStore store) => (await EbayOrdersTests.ReadAsync(store, null))[0].Items[0];

    private static async Task<RemoteOrder> GetAsync(EbayStore store, RemoteOrder order) => (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!;

    private static CancelRequest Wish(RemoteOrder order) => new(order.ExternalId, CancelReason.OutOfStock, []);

    private static (string? Requestor, string? Reason) Stored(EbayStore store, RemoteOrder order)
    {
        var cancellation = JsonSerializer.SerializeToElement(store.Market.DescribeOrder(order.ExternalId)).GetProperty("cancellation");
        return (cancellation.GetProperty("by").GetString(), cancellation.GetProperty("reason").GetString());
    }
}

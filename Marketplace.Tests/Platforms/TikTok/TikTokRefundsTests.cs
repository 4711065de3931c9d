using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.TikTok;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokRefundsTests
{
    [Theory]
    [InlineData("US")]
    [InlineData("GB")]
    [InlineData("DE")]
    [InlineData("VN")]
    [InlineData("JP")]
    public async Task Refund_ParcelThatNeverArrived_IsPaidAndShown(string market)
    {
        await using var store = await ConnectAsync(market);
        var order = await store.ShippedOrderAsync();

        var receipt = await store.Platform.Refunds!.RefundAsync(store.Connection, Wish(order, order.Total), CancellationToken.None);

        var shown = Assert.Single(await store.Platform.Refunds.ReadAsync(store.Connection, order.ExternalId, CancellationToken.None));
        Assert.Equal((receipt.ExternalRefundId, order.Total, RefundStatus.Refunded), (shown.ExternalId, shown.Amount, shown.Status));
        Assert.Equal(RemoteOrderStatus.Delivered, (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!.Status);
    }

    [Theory]
    [InlineData("CreateReturn", FaultKind.Reset)]
    [InlineData("CreateReturn", FaultKind.Error)]
    [InlineData("ApproveReturn", FaultKind.Reset)]
    [InlineData("SearchReturns", FaultKind.ExpiredToken)]
    public async Task Refund_AnswerLost_IsPaidOnce(string operation, FaultKind fault)
    {
        await using var store = await ConnectAsync("US");
        var order = await store.ShippedOrderAsync();
        store.Faults.Arm("tiktok", operation, fault, 1, null);
        var wish = Wish(order, new Money(100, "USD"));

        await store.Platform.Refunds!.RefundAsync(store.Connection, wish, CancellationToken.None);
        await store.Platform.Refunds.RefundAsync(store.Connection, wish, CancellationToken.None);

        Assert.Equal(new Money(100, "USD"), Assert.Single(await store.Platform.Refunds.ReadAsync(store.Connection, order.ExternalId, CancellationToken.None)).Amount);
    }

    [Fact]
    public async Task Refund_TwiceTheSameAmount_IsTwoRefunds()
    {
        await using var store = await ConnectAsync("US");
        var order = await store.ShippedOrderAsync();
        var wish = Wish(order, new Money(100, "USD"));

        var first = await store.Platform.Refunds!.RefundAsync(store.Connection, wish, CancellationToken.None);
        var second = await store.Platform.Refunds.RefundAsync(store.Connection, wish with { AlreadyRefunded = [first.ExternalRefundId!] }, CancellationToken.None);

        Assert.NotEqual(first.ExternalRefundId, second.ExternalRefundId);
        Assert.Equal(2, (await store.Platform.Refunds.ReadAsync(store.Connection, order.ExternalId, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Refund_OneLine_NamesItsUnits()
    {
        await using var store = await ConnectAsync("US");
        var order = await store.ShippedOrderAsync(quantity: 3);
        var part = new Money(order.Lines[0].UnitPrice.Minor, "USD");

        var receipt = await store.Platform.Refunds!.RefundAsync(
            store.Connection, Wish(order, part) with { Lines = [new RefundLine(order.Lines[0].ExternalId, part)] }, CancellationToken.None);

        Assert.Equal(RefundStatus.Pending, receipt.Status);
    }

    [Fact]
    public async Task Refund_MoreThanWasPaid_IsRefusedInPlainWords()
    {
        await using var store = await ConnectAsync("US");
        var order = await store.ShippedOrderAsync();

        var refused = await RefusedAsync(store, Wish(order, order.Total with { Minor = order.Total.Minor + 1 }));

        Assert.Equal("25005005", refused.RawCode);
        Assert.Contains("Refund less", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_BeforeShipping_SaysToCancel()
    {
        await using var store = await ConnectAsync("US");
        var order = await store.OrderAsync();

        Assert.Contains("Cancel the order", (await RefusedAsync(store, Wish(order, order.Total))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(store.Log.Calls, call => call.Operation == "CreateReturn");
    }

    [Theory]
    [InlineData("TH", "IN_TRANSIT", RefundReason.NotReceived, "buyers alone")]
    [InlineData("ID", "IN_TRANSIT", RefundReason.NotReceived, "after delivery only")]
    [InlineData("US", "IN_TRANSIT", RefundReason.NotAsDescribed, "wait for the delivery")]
    [InlineData("ID", "DELIVERED", RefundReason.NotReceived, "in this market")]
    [InlineData("US", "CANCELLED", RefundReason.NotReceived, "is cancelled")]
    public void Reason_WhereNoneIsAllowed_SaysWhy(string market, string status, RefundReason reason, string words) =>
        Assert.Contains(words, Assert.Throws<RejectedException>(() => TikTokRefundReasons.Of(reason, status, market)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ID", RefundReason.NotAsDescribed, "ecom_order_delivered_refund_reason_missing_product_seller")]
    [InlineData("GB", RefundReason.NotReceived, "ecom_order_delivered_refund_reason_not_received_seller_uk")]
    [InlineData("FR", RefundReason.NotAsDescribed, "ecom_order_delivered_refund_reason_not_match_description_seller")]
    public void Reason_OfADeliveredOrder_IsTheMarketsOwn(string market, RefundReason reason, string name) =>
        Assert.Equal(name, TikTokRefundReasons.Of(reason, "DELIVERED", market));

    private static Task<TikTokTestStore> ConnectAsync(string market) => TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = market);

    private static Task<RejectedException> RefusedAsync(TikTokTestStore store, RefundRequest wish) =>
        Assert.ThrowsAsync<RejectedException>(() => store.Platform.Refunds!.RefundAsync(store.Connection, wish, CancellationToken.None));

    private static RefundRequest Wish(RemoteOrder order, Money amount) => new() { ExternalOrderId = order.ExternalId, Reason = RefundReason.NotReceived, Lines = [], Amount = amount };
}

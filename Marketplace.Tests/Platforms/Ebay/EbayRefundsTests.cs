using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayRefundsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Refund_WholeOrder_IsPendingThenPaid()
    {
        var (store, clock) = await ConnectAsync();
        await using var _ = store;
        var order = await OrderAsync(store);

        var receipt = await store.Platform.Refunds!.RefundAsync(store.Connection, Whole(order), CancellationToken.None);
        var pending = Assert.Single(await ReadAsync(store, order));
        clock.Advance(TimeSpan.FromMinutes(1));
        var paid = Assert.Single(await ReadAsync(store, order));

        Assert.Equal((receipt.ExternalRefundId, RefundStatus.Pending), (pending.ExternalId, pending.Status));
        Assert.Equal((order.Total, RefundStatus.Refunded), (paid.Amount, paid.Status));
        Assert.NotNull(paid.At);
        Assert.Equal(RemoteOrderStatus.Cancelled, (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Refund_SomeLines_AreOneRefundWithTheirSum()
    {
        var (store, clock) = await ConnectAsync();
        await using var _ = store;
        var order = (await EbayOrdersTests.ReadAsync(store, null)).SelectMany(page => page.Items).First(o => o.Lines.Count == 2);
        var half = order.Lines.Select(line => new RefundLine(line.ExternalId, line.UnitPrice)).ToList();
        var request = Whole(order) with { Lines = half, Amount = half[0].Amount + half[1].Amount };

        var receipt = await store.Platform.Refunds!.RefundAsync(store.Connection, request, CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(1));
        var shown = Assert.Single(await ReadAsync(store, order));

        Assert.Equal((receipt.ExternalRefundId, request.Amount, RefundStatus.Refunded), (shown.ExternalId, shown.Amount, shown.Status));
        Assert.Equal(2, Stored(store, order)[0].GetProperty("lines").EnumerateObject().Count());
    }

    [Fact]
    public async Task Refund_SameWishAgain_PaysOnce()
    {
        var (store, _) = await ConnectAsync();
        await using var __ = store;
        var order = await OrderAsync(store);

        var first = await store.Platform.Refunds!.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None);
        var again = await store.Platform.Refunds.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None);

        Assert.Single(Stored(store, order));
        Assert.Equal(first.ExternalRefundId, again.ExternalRefundId);
    }

    [Fact]
    public async Task Refund_AnotherOneLater_IsPaidBesideTheFirst()
    {
        var (store, clock) = await ConnectAsync();
        await using var _ = store;
        var order = await OrderAsync(store);
        var first = await store.Platform.Refunds!.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(1));

        await store.Platform.Refunds.RefundAsync(store.Connection, Part(order, 50) with { AlreadyRefunded = [first.ExternalRefundId!] }, CancellationToken.None);

        Assert.Equal([100, 50], Stored(store, order).Select(refund => refund.GetProperty("cents").GetInt32()));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Refund_FaultOnSending_PaysOnce(FaultKind kind)
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);
        store.Fault("issueRefund", kind);

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await store.Platform.Refunds!.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None)).ExternalRefundId is not null;
            }
            catch (TransientException exception) when (exception.OutcomeUnknown)
            {
                return false;
            }
        });

        Assert.Single(Stored(store, order));
    }

    [Fact]
    public async Task Refund_AnswerLostAndNotShownYet_IsLookedForBeforeItIsSentAgain()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var store = await EbayStore.ConnectAsync(
            new SandboxOptions { EnforceLimits = false, Listings = 10, Orders = 4, LagSeconds = 30, Ebay = new EbaySandboxOptions { RefundSeconds = 10 } }, clock);
        var order = await OrderAsync(store);
        store.Fault("issueRefund", FaultKind.Reset);

        await Assert.ThrowsAsync<TransientException>(() => store.Platform.Refunds!.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None));
        clock.Advance(TimeSpan.FromMinutes(1));
        var receipt = await store.Platform.Refunds!.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None);

        Assert.Equal(RefundStatus.Refunded, receipt.Status);
        Assert.Single(Stored(store, order));
        Assert.Equal(1, store.Calls("issueRefund"));
    }

    [Fact]
    public async Task Refund_WhileAnotherIsBeingPaid_WaitsForIt()
    {
        var (store, _) = await ConnectAsync();
        await using var __ = store;
        var order = await OrderAsync(store);
        var first = await store.Platform.Refunds!.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None);

        var failure = await Assert.ThrowsAsync<TransientException>(() => store.Platform.Refunds.RefundAsync(
            store.Connection, Part(order, 50) with { AlreadyRefunded = [first.ExternalRefundId!] }, CancellationToken.None));

        Assert.Equal("34922", failure.RawCode);
        Assert.Contains("earlier refund", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000_000, "USD", "34915")]
    [InlineData(100, "EUR", "34909")]
    [InlineData(0, "USD", "34907")]
    public async Task Refund_AmountThatDoesNotFit_IsRefusedInPlainWords(int minor, string currency, string code)
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);

        var failure = await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Refunds!.RefundAsync(
            store.Connection, Whole(order) with { Amount = new Money(minor, currency) }, CancellationToken.None));

        Assert.Equal(code, failure.RawCode);
        Assert.StartsWith("eBay refused this: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_LineBeyondWhatWasPaid_IsRefused()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);
        var tooMuch = new Money(order.Total.Minor + 1, order.Total.Currency);

        var failure = await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Refunds!.RefundAsync(
            store.Connection, Whole(order) with { Lines = [new RefundLine(order.Lines[0].ExternalId, tooMuch)], Amount = tooMuch }, CancellationToken.None));

        Assert.Equal("34924", failure.RawCode);
    }

    [Fact]
    public async Task Refund_UnpaidOrder_IsTriedAgainLater()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = await OrderAsync(store);
        store.Market.ChangeOrder(order.ExternalId, "PENDING");

        Assert.Equal("34929", (await Assert.ThrowsAsync<TransientException>(
            () => store.Platform.Refunds!.RefundAsync(store.Connection, Part(order, 100), CancellationToken.None))).RawCode);
    }

    [Fact]
    public void Reasons_AreAllThatTheSeamKnows() =>
        Assert.Equal(Enum.GetValues<RefundReason>().Order(), EbayReasons().Order());

    private static IReadOnlyList<RefundReason> EbayReasons() => new Core.Platforms.Ebay.EbayRefunds(null!, null!).Reasons;

    private static async Task<(EbayStore Store, FakeTimeProvider Clock)> ConnectAsync()
    {
        var clock = new FakeTimeProvider(Noon);
        return (await EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 20, Orders = 12, Ebay = new EbaySandboxOptions { RefundSeconds = 10 } }, clock), clock);
    }

    private static async Task<RemoteOrder> OrderAsync(EbayStore store) => (await EbayOrdersTests.ReadAsync(store, null))[0].Items[0];

    private static Task<IReadOnlyList<RemoteRefund>> ReadAsync(EbayStore store, RemoteOrder order) =>
        store.Platform.Refunds!.ReadAsync(store.Connection, order.ExternalId, CancellationToken.None);

    private static RefundRequest Whole(RemoteOrder order) => new() { ExternalOrderId = order.ExternalId, Reason = RefundReason.BuyerCancelled, Lines = [], Amount = order.Total };

    private static RefundRequest Part(RemoteOrder order, long minor) =>
        Whole(order) with { Reason = RefundReason.Adjustment, Amount = new Money(minor, order.Total.Currency), Comment = "Sorry for the dent." };

    private static List<JsonElement> Stored(EbayStore store, RemoteOrder order) =>
        [.. JsonSerializer.SerializeToElement(store.Market.DescribeOrder(order.ExternalId)).GetProperty("refunds").EnumerateArray()];
}

using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Refunds;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Fulfillment.Refunds;

public sealed class RefundOrdersTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Refund_Whole_IsPaidOnceAndToldInTheTimeline()
    {
        var order = await PaidAsync();

        var verdict = await RefundAsync(order, null);
        await room.WorkAsync();

        Assert.Equal((ActionOutcome.Accepted, "Bazaar is being asked to give 30.00 EUR back."), (verdict.Outcome, verdict.Message));
        Assert.Equal(3000, Assert.Single(room.Aftercare.Paid).Amount.Minor);
        Assert.Equal(ActionState.Done, (await RefundsAsync(order)).Single().State);
        Assert.Contains(await room.EventsAsync(order.Id), e => e.Text == "Bazaar gives 30.00 EUR back to the buyer.");
        Assert.Equal("All that was paid has been refunded.", (await RefundAsync(order, 1)).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refund_AnswerLost_NeverPaysTwice(bool answeredLate)
    {
        var order = await PaidAsync();
        room.Aftercare.PaysLater = answeredLate;
        room.Aftercare.LoseNextAnswer();

        await RefundAsync(order, 1000);
        await room.WorkAsync(most: 10);

        Assert.Single(room.Aftercare.Paid);
        Assert.Equal(answeredLate ? ActionState.Sent : ActionState.Done, (await RefundsAsync(order)).Single().State);
    }

    [Fact]
    public async Task Refund_TwiceTheSameAmount_IsTwoRefunds()
    {
        var order = await PaidAsync();

        await RefundAsync(order, 1000);
        await room.WorkAsync();
        await RefundAsync(order, 1000);
        await room.WorkAsync();

        Assert.Equal(["R1", "R2"], room.Aftercare.Paid.Select(p => p.ExternalId));
        Assert.All(await RefundsAsync(order), r => Assert.Equal(ActionState.Done, r.State));
    }

    [Fact]
    public async Task Refund_UnderWay_IsShownAndFollowed()
    {
        var order = await PaidAsync();
        room.Aftercare.PaysLater = true;

        await RefundAsync(order, 1000);
        await room.WorkAsync(most: 3);
        Assert.Equal(ActionState.Sent, (await RefundsAsync(order)).Single().State);
        room.Aftercare.Paid[0] = room.Aftercare.Paid[0] with { Status = RefundStatus.Refunded };
        await room.WorkAsync();

        Assert.Equal(ActionState.Done, (await RefundsAsync(order)).Single().State);
    }

    [Fact]
    public async Task Refund_MoreThanWasPaid_IsRefusedHereAndWithWhatWasPaidElsewhere()
    {
        var order = await PaidAsync();

        Assert.Equal("Only 30.00 EUR is left of what the buyer paid.", (await RefundAsync(order, 3001)).Message);
        Assert.Equal("Enter an amount above 0.", (await RefundAsync(order, 0)).Message);
        await RefundAsync(order, 2000);
        Assert.Equal("Only 10.00 EUR is left of what the buyer paid.", (await RefundAsync(order, 1001)).Message);

        room.Aftercare.PayElsewhere(new Money(1500, "EUR"));
        await room.WorkAsync();

        var refused = (await RefundsAsync(order)).Single();
        Assert.Equal((ActionState.Failed, "Bazaar shows 15.00 EUR as refunded already, of 30.00 EUR paid. Refund less, or nothing."), (refused.State, refused.Problem));
        Assert.Single(room.Aftercare.Paid);
    }

    [Fact]
    public async Task Refund_ManyAtOnce_NeverExceedWhatWasPaid()
    {
        var order = await PaidAsync();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RefundAsync(order, 1000))));
        await room.WorkAsync();

        Assert.Equal(3, verdicts.Count(v => v.Outcome == ActionOutcome.Accepted));
        Assert.Equal(3000, room.Aftercare.Paid.Sum(p => p.Amount.Minor));
    }

    [Fact]
    public async Task Refund_Lines_AreBoundByTheirOwnPrice()
    {
        var order = await PaidAsync();

        var tooMuch = await Refunds.RefundAsync(room.SellerId, Wish(order) with { Lines = [new RefundWishLine(order.Lines[0].Id, 2001)] }, "ann", CancellationToken.None);
        var fits = await Refunds.RefundAsync(room.SellerId, Wish(order) with { Lines = [new RefundWishLine(order.Lines[0].Id, 2000)] }, "ann", CancellationToken.None);
        await room.WorkAsync();

        Assert.StartsWith("Only 20.00 EUR is left of what the buyer paid for SKU-1.", tooMuch.Message, StringComparison.Ordinal);
        Assert.Equal(ActionOutcome.Accepted, fits.Outcome);
        Assert.Equal(2000, Assert.Single(room.Aftercare.Paid).Amount.Minor);
    }

    [Fact]
    public async Task Refund_OfAnotherSeller_IsUnknown_AndWithoutCapabilityToldWhere()
    {
        var order = await PaidAsync();
        Assert.Equal(ActionOutcome.Unknown, (await Refunds.RefundAsync(Guid.NewGuid(), Wish(order), "eve", CancellationToken.None)).Outcome);

        await using var bare = await FulfillmentRoom.OpenAsync(room.Platform with { Refunds = null });
        var there = await bare.OrderAsync();
        Assert.Equal(
            "Bazaar takes refunds only on its own pages. Refund the order there.",
            (await bare.Get<RefundOrders>().ChoicesAsync(bare.SellerId, there.Id, CancellationToken.None))!.Obstacle);
    }

    private RefundOrders Refunds => room.Get<RefundOrders>();

    private static RefundWish Wish(Order order) => new() { OrderId = order.Id, Reason = RefundReason.Returned };

    private Task<ActionVerdict> RefundAsync(Order order, long? amount) =>
        Refunds.RefundAsync(room.SellerId, Wish(order) with { AmountMinor = amount }, "ann", CancellationToken.None);

    private async Task<IReadOnlyList<OrderRefund>> RefundsAsync(Order order) => (await Refunds.ChoicesAsync(room.SellerId, order.Id, CancellationToken.None))!.Refunds;

    private Task<Order> PaidAsync() => room.OrderAsync(
        o =>
        {
            (o.State, o.TotalMinor, o.SubtotalMinor) = (OrderState.Shipped, 3000, 3000);
            o.Lines[0].UnitPriceMinor = 1000;
            o.Lines[1].UnitPriceMinor = 1000;
        },
        2, 1);
}

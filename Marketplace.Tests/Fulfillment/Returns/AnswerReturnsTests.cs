using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Fulfillment.Returns;

/// <summary>What buyers ask to send back, answered from here, against the real client and sandbox.</summary>
public sealed class AnswerReturnsTests : IAsyncLifetime
{
    private ShippingBed bed = null!;
    private Order order = null!;

    public async ValueTask InitializeAsync()
    {
        bed = await ShippingBed.ConnectAsync("tiktok");
        order = await bed.OrderAsync(2);
        Assert.Equal(ShipOutcome.Accepted, (await bed.Room.ShipAsync(new ShipRequest(order.Id, "9400100000000000000013", "USPS"))).Outcome);
        await bed.Room.WorkAsync();
    }

    public async ValueTask DisposeAsync() => await bed.DisposeAsync();

    private AnswerReturns Answers => bed.Room.Get<AnswerReturns>();

    [Fact]
    public async Task BuyerSendsBack_TwoYeses_LeadFromTheRequestToTheMoney()
    {
        var id = await bed.AskForReturnAsync(order, sendsBack: true);
        var asked = await OnlyAsync();
        Assert.Equal((ReturnWish.Return, ReturnStatus.Requested, ReturnQuestion.Return, 2), (asked.Return.Wish, asked.Return.Status, asked.Return.Question!.Value, asked.Return.Items));
        Assert.True(asked.Return.AnswerBy > bed.Room.Time.GetUtcNow());
        Assert.Equal(order.ExternalId, Assert.Single(await Answers.OpenAsync(bed.Room.SellerId, CancellationToken.None)).ExternalOrderId);

        Assert.Equal(asked.Return.AnswerBy, Assert.Single(await ToAnswerAsync()).ReturnAnswerBy);

        await AnswerAsync(true);
        Assert.Empty(await ToAnswerAsync());
        Assert.Equal((ReturnStatus.AwaitingGoods, ActionState.Done), ((await OnlyAsync()).Return.Status, (await OnlyAsync()).Answer!.State));
        Assert.Empty(await Answers.OpenAsync(bed.Room.SellerId, CancellationToken.None));

        await bed.SendBackAsync(order, id, "9400100000000000000099");
        Assert.Equal((ReturnQuestion.Goods, "9400100000000000000099"), ((await OnlyAsync()).Return.Question!.Value, (await OnlyAsync()).Return.TrackingNumber));
        await AnswerAsync(true);

        Assert.Contains((await OnlyAsync()).Return.Status, new[] { ReturnStatus.Agreed, ReturnStatus.Settled });
        Assert.Contains(await bed.Room.EventsAsync(order.Id), e => e.Text.StartsWith("The buyer wants to send it back: 2 items", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_NeedsAReasonOfTheMarketplace_AndIsShownThere()
    {
        await bed.AskForReturnAsync(order, sendsBack: false);
        var asked = (await OnlyAsync()).Return;
        Assert.Equal(ActionOutcome.Refused, (await Answers.AnswerAsync(bed.Room.SellerId, asked.Id, false, null, null, "ann", CancellationToken.None)).Outcome);

        var reason = (await Answers.RefusalReasonsAsync(bed.Room.SellerId, asked.Id, CancellationToken.None))![0];
        await AnswerAsync(false, reason.Name);

        Assert.Equal(ReturnStatus.Refused, (await OnlyAsync()).Return.Status);
        Assert.Equal("Nothing is asked of you about this return.", (await OnlyAsync()).Obstacle);
    }

    [Theory]
    [InlineData("ApproveReturn", FaultKind.Reset)]
    [InlineData("ApproveReturn", FaultKind.Throttle)]
    [InlineData("SearchReturns", FaultKind.Error)]
    public async Task Yes_WhileTheMarketplaceFails_IsGivenOnce(string operation, FaultKind kind)
    {
        await bed.AskForReturnAsync(order, sendsBack: false);
        bed.Fault(operation, kind);

        await AnswerAsync(true);

        Assert.Equal(ActionState.Done, (await OnlyAsync()).Answer!.State);
        Assert.Null((await OnlyAsync()).Return.Question);
    }

    [Fact]
    public async Task Yes_ThatTheMarketplaceForgets_IsSaidAndCanBeGivenAgain()
    {
        await bed.AskForReturnAsync(order, sendsBack: false);
        bed.Fault("ApproveReturn", FaultKind.Ignored);

        await AnswerAsync(true);
        var forgotten = await OnlyAsync();
        Assert.Equal((ActionState.Failed, null), (forgotten.Answer!.State, forgotten.Obstacle));
        Assert.Contains("still asks for an answer", forgotten.Answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReturnOfAnother_IsUnknown_AndReadingTwiceKeepsOne()
    {
        await bed.AskForReturnAsync(order, sendsBack: true);
        await bed.ReadReturnsAsync(order);
        var id = (await OnlyAsync()).Return.Id;

        Assert.Equal(ActionOutcome.Unknown, (await Answers.AnswerAsync(Guid.NewGuid(), id, true, null, null, "eve", CancellationToken.None)).Outcome);
        Assert.Empty(await Answers.OfOrderAsync(Guid.NewGuid(), order.Id, CancellationToken.None));
        Assert.Null(await Answers.RefusalReasonsAsync(Guid.NewGuid(), id, CancellationToken.None));
    }

    private async Task<ReturnChoice> OnlyAsync() => Assert.Single(await Answers.OfOrderAsync(bed.Room.SellerId, order.Id, CancellationToken.None));

    private async Task<IReadOnlyList<OrderRow>> ToAnswerAsync() =>
        (await bed.Room.Get<OrderQueries>().ListAsync(bed.Room.SellerId, new OrderFilter { Tab = OrderTab.All, Work = OrderWork.Returns }, 0, 50, CancellationToken.None)).Items;

    private async Task AnswerAsync(bool accepts, string? reason = null)
    {
        var verdict = await Answers.AnswerAsync(bed.Room.SellerId, (await OnlyAsync()).Return.Id, accepts, reason, null, "ann", CancellationToken.None);
        Assert.Equal(ActionOutcome.Accepted, verdict.Outcome);
        await bed.Room.WorkAsync();
    }
}

using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment.Rules;

/// <summary>Rules from written to applied.</summary>
public sealed class RuleRunTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RuleBook Book => room.Get<RuleBook>();

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Switch_UntriedRule_StaysOff()
    {
        var (id, _) = await Book.SaveAsync(room.SellerId, null, Tagging("rush"), "ann", Stop);

        Assert.Contains("Try the rule", await Book.SwitchAsync(room.SellerId, id!.Value, true, Stop), StringComparison.Ordinal);
        Assert.Equal(RuleState.Draft, (await Book.FindAsync(room.SellerId, id.Value, Stop))!.State);
        Assert.NotNull(await Book.SwitchAsync(Guid.NewGuid(), id.Value, true, Stop));
    }

    [Fact]
    public async Task Try_PastOrders_CountsThemAndTouchesNone()
    {
        var old = await room.OrderAsync(o => (o.PlacedAt, o.State, o.TotalMinor) = (room.Time.GetUtcNow().AddDays(-20), OrderState.Shipped, 9900));
        await room.OrderAsync(o => (o.PlacedAt, o.TotalMinor) = (room.Time.GetUtcNow().AddDays(-40), 9900));
        await room.OrderAsync(o => o.TotalMinor = 100);
        var (id, _) = await Book.SaveAsync(room.SellerId, null, Tagging("rush", new RuleCondition(RuleField.Value, RuleTest.AtLeast, "50.00 EUR")), "ann", Stop);

        var (result, problem) = (await room.Get<RuleTrial>().TryStoredAsync(room.SellerId, id!.Value, Stop))!.Value;

        Assert.Null(problem);
        Assert.Equal((2, 1, old.ExternalId), (result.Looked, result.Matched, Assert.Single(result.Examples).ExternalId));
        Assert.Empty(await room.EventsAsync(old.Id));
        Assert.Null(await Book.SwitchAsync(room.SellerId, id.Value, true, Stop));
    }

    [Fact]
    public async Task Try_WithoutAddresses_SaysThatItCannotJudge()
    {
        await room.OrderAsync();

        var result = await room.Get<RuleTrial>().TryAsync(room.SellerId, null, Tagging("x", new RuleCondition(RuleField.Country, RuleTest.IsNot, "DE")).Terms, Stop);

        Assert.Equal((1, 0, 1), (result.Looked, result.Matched, result.Unknown));
    }

    [Fact]
    public async Task Run_Twice_AppliesEachRevisionOnce()
    {
        var order = await room.OrderAsync();
        var rule = await OnAsync(Tagging("rush"));

        Assert.Equal(1, (await RunAsync()).Applied);
        Assert.Equal(0, (await RunAsync()).Applied);
        Assert.Equal(["Applied: tag it “rush”.", "Tagged “rush”."], (await room.EventsAsync(order.Id)).Select(e => e.Text).Order(StringComparer.Ordinal));

        await Book.SaveAsync(room.SellerId, rule, Tagging("gift"), "ann", Stop);
        Assert.Equal(0, (await RunAsync()).Applied);
        await TryAndSwitchOnAsync(rule);
        Assert.Equal(1, (await RunAsync()).Applied);
        Assert.Equal(["gift", "rush"], (await room.Get<OrderReader>().ReadAsync(room.SellerId, order.Id, Stop))!.Row.Tags);
    }

    [Fact]
    public async Task Run_FirstThatFits_IsTheLastUnlessItGoesOn()
    {
        var order = await room.OrderAsync();
        await OnAsync(Tagging("first") with { GoesOn = true });
        await OnAsync(Tagging("second"));
        await OnAsync(Tagging("third"));

        await RunAsync();

        Assert.Equal(["first", "second"], (await room.Get<OrderReader>().ReadAsync(room.SellerId, order.Id, Stop))!.Row.Tags);
    }

    [Fact]
    public async Task Run_HeldOrder_IsLeftAloneUntilItIsReleased()
    {
        var order = await room.OrderAsync();
        await OnAsync(new RuleDraft("Ask", new RuleTerms([], [new RuleStep { Kind = RuleStepKind.Ask, Text = "Is the address right" }]), true));
        await OnAsync(Tagging("ready"));

        await RunAsync();
        var held = (await room.Get<OrderReader>().ReadAsync(room.SellerId, order.Id, Stop))!.Row;
        Assert.Equal((Order.UntilReleased, "Is the address right", 0), (held.HoldUntil, held.HoldReason, held.Tags.Count));
        Assert.Equal(ShipOutcome.Refused, (await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"))).Outcome);

        await room.Get<OrderHolds>().ReleaseAsync(room.SellerId, [order.Id], "ann", Stop);
        await RunAsync();
        Assert.Equal(["ready"], (await room.Get<OrderReader>().ReadAsync(room.SellerId, order.Id, Stop))!.Row.Tags);
    }

    [Fact]
    public async Task Run_OrderThatItsBuyerWantsToCancel_GetsNoRule()
    {
        await room.OrderAsync(o => o.CancelRequested = true);
        await room.OrderAsync(o => o.State = OrderState.Cancelled);
        await room.OrderAsync(o => o.FulfilledByMarketplace = true);
        await OnAsync(Tagging("rush"));

        Assert.Equal((0, 0), ((await RunAsync()).Looked, (await room.Get<RuleRuns>().ApplicationsAsync(room.SellerId, null, 10, Stop)).Count));
    }

    [Fact]
    public async Task Run_Dry_NamesTheOrdersAndTouchesNone()
    {
        var order = await room.OrderAsync();
        await OnAsync(Tagging("rush"));

        var run = await RunAsync(isDryRun: true);

        Assert.Equal((1, order.ExternalId, "Tag rush: tag it “rush”."), (run.Applied, Assert.Single(run.Examples).ExternalId, run.Examples[0].What));
        Assert.Empty(await room.EventsAsync(order.Id));
    }

    [Fact]
    public async Task Run_LabelThatCannotBeBought_IsRefusedAndTriedAgainByHandOnly()
    {
        var order = await room.OrderAsync();
        await OnAsync(new RuleDraft("Labels", new RuleTerms([], [new RuleStep { Kind = RuleStepKind.BuyLabel }]), false));

        Assert.Equal(1, (await RunAsync()).Refused);
        var entry = Assert.Single(await room.EventsAsync(order.Id));
        Assert.Contains("sells no labels", entry.Text, StringComparison.Ordinal);
        Assert.True(entry.IsProblem);

        await room.Get<AutoFulfillment>().StartDueAsync(Stop);
        await room.WorkAsync();
        Assert.Single(await room.EventsAsync(order.Id));
        await RunAsync();
        Assert.Equal(2, (await room.EventsAsync(order.Id)).Count);
    }

    [Fact]
    public async Task Run_CarrierAndHold_AreOnTheOrder()
    {
        var order = await room.OrderAsync();
        await OnAsync(new RuleDraft(
            "Plan",
            new RuleTerms([], [new RuleStep { Kind = RuleStepKind.Carrier, Carrier = "UPS", Service = "Ground" }, new RuleStep { Kind = RuleStepKind.Hold, Minutes = 360, Text = "May be cancelled" }]),
            false));

        await RunAsync();

        var details = (await room.Get<OrderReader>().ReadAsync(room.SellerId, order.Id, Stop))!;
        Assert.Equal(("UPS", "Ground"), (details.PlannedCarrier, details.PlannedService));

        // The work of the room has let the order go by now.
        Assert.Contains(details.Events, e => e.Text == "Held until 4 May 13:00 UTC: May be cancelled.");
        Assert.Equal("UPS", Assert.Single(await room.Get<ShipCandidates>().LoadAsync(room.SellerId, [order.Id], Stop)).PlannedCarrier);
    }

    [Fact]
    public async Task Schedule_DueTwiceAtOnce_StartsOneRun()
    {
        await OnAsync(Tagging("rush"));
        var auto = room.Get<AutoFulfillment>();

        await Task.WhenAll(auto.StartDueAsync(Stop), auto.StartDueAsync(Stop));
        Assert.Single(await room.Get<RuleRuns>().LatestAsync(room.SellerId, 10, Stop));
        await room.WorkAsync();

        await auto.SetAsync(room.SellerId, 5, paused: true, Stop);
        room.Time.Advance(TimeSpan.FromHours(1));
        await auto.StartDueAsync(Stop);
        Assert.Single(await room.Get<RuleRuns>().LatestAsync(room.SellerId, 10, Stop));
        await auto.SetAsync(room.SellerId, 5, paused: false, Stop);
        room.Time.Advance(TimeSpan.FromMinutes(5));
        await auto.StartDueAsync(Stop);
        await using var db = room.Database.Open(room.SellerId);
        Assert.Equal(1, await db.WorkItems.CountAsync(w => w.Kind == RuleRuns.RunWork, Stop));
    }

    private static RuleDraft Tagging(string tag, params RuleCondition[] when) =>
        new($"Tag {tag}", new RuleTerms(when, [new RuleStep { Kind = RuleStepKind.Tag, Text = tag }]), false);

    private async Task<Guid> OnAsync(RuleDraft draft)
    {
        var (id, problem) = await Book.SaveAsync(room.SellerId, null, draft, "ann", Stop);
        Assert.Null(problem);
        await TryAndSwitchOnAsync(id!.Value);
        return id.Value;
    }

    private async Task TryAndSwitchOnAsync(Guid rule)
    {
        Assert.Null((await room.Get<RuleTrial>().TryStoredAsync(room.SellerId, rule, Stop))!.Value.Problem);
        Assert.Null(await Book.SwitchAsync(room.SellerId, rule, true, Stop));
    }

    private async Task<RuleRun> RunAsync(bool isDryRun = false)
    {
        var id = await room.Get<RuleRuns>().StartAsync(room.SellerId, isDryRun, "ann", Stop);
        await room.WorkAsync();
        var run = (await room.Get<RuleRuns>().FindAsync(room.SellerId, id, Stop))!;
        Assert.Equal((RuleRunState.Done, 0), (run.State, run.Failed));
        return run;
    }
}

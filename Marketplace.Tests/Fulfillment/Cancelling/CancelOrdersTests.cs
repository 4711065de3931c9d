using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment.Cancelling;

public sealed class CancelOrdersTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Cancel_WholeOrder_IsAskedOnceAndDoneWhenSeen()
    {
        var order = await room.OrderAsync(null, 1, 2);
        ShowsWhenSettled(order, cancelled: true);

        var verdict = await CancelAsync(order);
        var meanwhile = await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS"));
        await room.WorkAsync();

        Assert.Equal(ActionOutcome.Accepted, verdict.Outcome);
        Assert.Equal((ShipOutcome.Refused, "This order is being cancelled on Bazaar. Do not ship it."), (meanwhile.Outcome, meanwhile.Message));
        Assert.Empty(Assert.Single(room.Aftercare.Cancelled).Lines);
        Assert.Equal(ActionState.Done, (await CurrentAsync(order)).State);
        Assert.Equal(OrderState.Cancelled, await StateAsync(order));
        Assert.Contains(await room.EventsAsync(order.Id), e => e.Text == "Bazaar shows the order as cancelled.");
    }

    [Fact]
    public async Task Cancel_AnswerLost_IsLookedForAndNotAskedTwice()
    {
        var order = await room.OrderAsync();
        ShowsWhenSettled(order, cancelled: true);
        room.Aftercare.LoseNextAnswer();

        await CancelAsync(order);
        await room.WorkAsync();

        Assert.Single(room.Aftercare.Cancelled);
        Assert.Equal(ActionState.Done, (await CurrentAsync(order)).State);
    }

    [Fact]
    public async Task Cancel_Refused_TellsWhyAndMayBeAskedAgain()
    {
        var order = await room.OrderAsync();
        room.Aftercare.FailNext(new RejectedException("The order is on its way."));

        await CancelAsync(order, backOnSale: false);
        await room.WorkAsync();

        var refused = await CurrentAsync(order);
        Assert.Equal((ActionState.Failed, "The order is on its way."), (refused.State, refused.Problem));
        await using (var db = room.Database.Open(room.SellerId))
        {
            Assert.Equal(0, (await db.OrderLines.SingleAsync(l => l.OrderId == order.Id)).WriteOff);
        }

        Assert.Equal(ActionOutcome.Accepted, (await CancelAsync(order)).Outcome);
    }

    [Fact]
    public async Task Cancel_NeverShown_EndsInWords()
    {
        var order = await room.OrderAsync();

        await CancelAsync(order);
        await room.WorkAsync();

        var cancellation = await CurrentAsync(order);
        Assert.Equal((ActionState.Failed, "Bazaar said yes, but still shows the order as it was. Look at the order on Bazaar."), (cancellation.State, cancellation.Problem));
    }

    [Fact]
    public async Task Cancel_SomeItems_LeavesTheOthersToShip()
    {
        var order = await room.OrderAsync(null, 3);
        room.Aftercare.OnSettled = (_, _) => Show(order, RemoteOrderStatus.ReadyToShip, quantity: 2);

        await CancelAsync(order, lines: [new ShipRequestLine(order.Lines[0].Id, 1)]);
        var tooMany = await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS", Lines: [new ShipRequestLine(order.Lines[0].Id, 3)]));
        var rest = await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS"));
        await room.WorkAsync();

        Assert.Equal(ShipOutcome.Refused, tooMany.Outcome);
        Assert.Equal(ShipOutcome.Accepted, rest.Outcome);
        Assert.Equal(1, Assert.Single(Assert.Single(room.Aftercare.Cancelled).Lines).Quantity);
        Assert.Equal(2, Assert.Single(Assert.Single(room.Marketplace.Stored).Lines).Quantity);
        Assert.Equal(ActionState.Done, (await CurrentAsync(order)).State);
    }

    [Fact]
    public async Task Cancel_WhatIsInAParcel_IsRefusedInWords()
    {
        var order = await room.OrderAsync();
        await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS"));

        Assert.Equal("Every item of this order is in a parcel already. Refund it instead.", (await CancelAsync(order)).Message);
        Assert.Equal(ActionOutcome.Unknown, (await Cancel.CancelAsync(Guid.NewGuid(), new CancelWish(order.Id, CancelReason.OutOfStock, true), "eve", CancellationToken.None)).Outcome);
        Assert.Null(await Cancel.ChoicesAsync(Guid.NewGuid(), order.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Cancel_ReasonThatTheMarketplaceDoesNotTake_IsRefusedInWords()
    {
        var order = await room.OrderAsync();

        var verdict = await Cancel.CancelAsync(room.SellerId, new CancelWish(order.Id, CancelReason.PricingError, true), "ann", CancellationToken.None);

        Assert.Equal("Bazaar does not take this reason. It takes: out of stock, the buyer asked for it.", verdict.Message);
    }

    [Theory]
    [InlineData(true, OrderState.Cancelled)]
    [InlineData(false, OrderState.ToShip)]
    public async Task Answer_BuyersRequest_IsSettledAndSeen(bool accept, OrderState state)
    {
        var order = await room.OrderAsync(o => o.CancelRequested = true);
        ShowsWhenSettled(order, cancelled: accept);

        var verdict = await Cancel.AnswerAsync(room.SellerId, order.Id, accept, "ann", CancellationToken.None);
        var twice = await Cancel.AnswerAsync(room.SellerId, order.Id, accept, "ann", CancellationToken.None);
        await room.WorkAsync();

        Assert.Equal((ActionOutcome.Accepted, ActionOutcome.Refused), (verdict.Outcome, twice.Outcome));
        Assert.Equal([(order.ExternalId, accept)], room.Aftercare.Answers);
        Assert.Equal(state, await StateAsync(order));
        var choices = (await Cancel.ChoicesAsync(room.SellerId, order.Id, CancellationToken.None))!;
        Assert.Equal((false, ActionState.Done), (choices.RequestIsOpen, choices.Current!.State));
    }

    [Fact]
    public async Task Answer_WhereTheMarketplaceTakesNone_SaysWhere()
    {
        await using var bare = await FulfillmentRoom.OpenAsync(room.Platform with { Cancellations = null });
        var order = await bare.OrderAsync(o => o.CancelRequested = true);

        var choices = (await bare.Get<CancelOrders>().ChoicesAsync(bare.SellerId, order.Id, CancellationToken.None))!;

        Assert.True(choices.RequestIsOpen);
        Assert.Equal("Bazaar takes answers to the buyer only on its own pages. Answer there; it follows here.", choices.AnswerObstacle);
        Assert.StartsWith("Bazaar lets nobody cancel from outside.", choices.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_WhileTheBuyerAsksToCancel_AsksFirst()
    {
        var order = await room.OrderAsync(o => o.CancelRequested = true);
        var request = new ShipRequest(order.Id, "TRACK1", "UPS");

        var asked = await room.ShipAsync(request);
        var meant = await room.ShipAsync(request with { DespiteCancelRequest = true });

        Assert.Equal((ShipOutcome.Refused, ShipOutcome.Accepted), (asked.Outcome, meant.Outcome));
        Assert.StartsWith("The buyer has asked to cancel this order.", asked.Message, StringComparison.Ordinal);
    }

    private CancelOrders Cancel => room.Get<CancelOrders>();

    private Task<ActionVerdict> CancelAsync(Order order, bool backOnSale = true, IReadOnlyList<ShipRequestLine>? lines = null) =>
        Cancel.CancelAsync(room.SellerId, new CancelWish(order.Id, CancelReason.OutOfStock, backOnSale, lines), "ann", CancellationToken.None);

    private async Task<OrderCancellation> CurrentAsync(Order order) => (await Cancel.ChoicesAsync(room.SellerId, order.Id, CancellationToken.None))!.Current!;

    private async Task<OrderState> StateAsync(Order order)
    {
        await using var db = room.Database.Open(room.SellerId);
        return (await db.Orders.SingleAsync(o => o.Id == order.Id)).State;
    }

    private void ShowsWhenSettled(Order order, bool cancelled)
    {
        Show(order, RemoteOrderStatus.ReadyToShip);
        room.Aftercare.OnSettled = (_, _) => Show(order, cancelled ? RemoteOrderStatus.Cancelled : RemoteOrderStatus.ReadyToShip);
    }

    private void Show(Order order, RemoteOrderStatus status, int? quantity = null)
    {
        room.Marketplace.Orders.Clear();
        room.Marketplace.Orders.Enqueue(new RemoteOrder
        {
            ExternalId = order.ExternalId,
            Status = status,
            PlacedAt = order.PlacedAt,
            UpdatedAt = room.Time.GetUtcNow(),
            Subtotal = Money.Zero("EUR"),
            Shipping = Money.Zero("EUR"),
            Tax = Money.Zero("EUR"),
            Total = Money.Zero("EUR"),
            Lines = [.. order.Lines.Select(l => new RemoteOrderLine { ExternalId = l.ExternalId, Sku = l.Sku, Title = l.Title, Quantity = quantity ?? l.Quantity, UnitPrice = Money.Zero("EUR") })],
        });
    }
}

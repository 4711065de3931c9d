using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Fulfillment.Cancelling;

/// <summary>Cancellations all the way to the marketplace and back into stock, over real HTTP.</summary>
public sealed class SandboxCancelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_Order_FreesItsStock_OrTakesItOffTheBooks(bool backOnSale)
    {
        await using var bed = await ShippingBed.ConnectAsync("tiktok");
        var order = await bed.OrderAsync(2);
        var line = order.Lines.Single();
        var before = await bed.StockAsync(line);

        await CancelAsync(bed, order, backOnSale, null);

        Assert.Equal(OrderState.Cancelled, (await bed.FindAsync(order.ExternalId)).State);
        Assert.Equal((before.OnHand - (backOnSale ? 0 : 2), before.Reserved - 2), await bed.StockAsync(line));
        Assert.Equal(0, (await bed.FindAsync(order.ExternalId)).Lines.Single().WriteOff);
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Timeout)]
    public async Task Cancel_WhileTheMarketplaceFails_EndsCancelled(FaultKind kind)
    {
        await using var bed = await ShippingBed.ConnectAsync("tiktok");
        var order = await bed.OrderAsync(1);
        bed.Fault("CancelOrder", kind, 4);

        await CancelAsync(bed, order, true, null);

        Assert.Equal(ActionState.Done, (await bed.Room.Get<CancelOrders>().ChoicesAsync(bed.Room.SellerId, order.Id, CancellationToken.None))!.Current!.State);
        Assert.Equal(OrderState.Cancelled, (await bed.FindAsync(order.ExternalId)).State);
    }

    [Fact]
    public async Task Cancel_OneOfThree_LeavesTwoToShip()
    {
        await using var bed = await ShippingBed.ConnectAsync("tiktok");
        var order = await bed.OrderAsync(3);
        var line = order.Lines.Single();
        var before = await bed.StockAsync(line);

        await CancelAsync(bed, order, true, [new Core.Fulfillment.ShipRequestLine(line.Id, 1)]);

        var after = await bed.FindAsync(order.ExternalId);
        Assert.Equal((OrderState.ToShip, 2), (after.State, after.Lines.Single().Quantity));
        Assert.Equal((before.OnHand, before.Reserved - 1), await bed.StockAsync(line));
    }

    [Theory]
    [InlineData(true, OrderState.Cancelled)]
    [InlineData(false, OrderState.ToShip)]
    public async Task Answer_BuyersRequest_IsSeenHere(bool accept, OrderState state)
    {
        await using var bed = await ShippingBed.ConnectAsync("tiktok", options => options.TikTok.BuyerCancelPercent = 100);
        var order = await bed.OrderAsync(1);
        Assert.True(order.CancelRequested);

        await bed.Room.Get<CancelOrders>().AnswerAsync(bed.Room.SellerId, order.Id, accept, "ann", CancellationToken.None);
        await bed.Room.WorkAsync();

        var after = await bed.FindAsync(order.ExternalId);
        Assert.Equal((state, false), (after.State, after.CancelRequested));
    }

    private static async Task CancelAsync(ShippingBed bed, Order order, bool backOnSale, IReadOnlyList<Core.Fulfillment.ShipRequestLine>? lines)
    {
        var verdict = await bed.Room.Get<CancelOrders>().CancelAsync(
            bed.Room.SellerId, new CancelWish(order.Id, CancelReason.OutOfStock, backOnSale, lines), "ann", CancellationToken.None);
        Assert.Equal(ActionOutcome.Accepted, verdict.Outcome);
        await bed.Room.WorkAsync();
    }
}

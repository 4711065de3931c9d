using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;

namespace Marketplace.Tests.Fulfillment.Returns;

/// <summary>Goods that buyers sent back.</summary>
public sealed class GoodsBackTests
{
    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task ItemsThatCameBack_CanBeSoldAgain_AndNeverMoreThanHaveLeft(string marketplace)
    {
        await using var bed = await ShippingBed.ConnectAsync(marketplace);
        var order = await bed.OrderAsync(3);
        var line = order.Lines.Single();
        Assert.Equal("Nothing of this order has left yet.", (await ChoicesAsync(bed, order))!.Obstacle);
        Assert.Equal(ShipOutcome.Accepted, (await bed.Room.ShipAsync(new ShipRequest(order.Id, "9400100000000000000013", "USPS"))).Outcome);
        await bed.Room.WorkAsync();
        var before = await bed.StockAsync(line);

        Assert.Equal(ActionOutcome.Accepted, (await TakeAsync(bed, order, 2)).Outcome);
        Assert.Equal((before.OnHand + 2, before.Reserved), await bed.StockAsync(line));
        Assert.Equal(1, Assert.Single((await ChoicesAsync(bed, order))!.Lines).Left);
        Assert.Equal("More items are said to have come back than have left.", (await TakeAsync(bed, order, 2)).Message);
        Assert.Equal(ActionOutcome.Accepted, (await TakeAsync(bed, order, 1)).Outcome);

        Assert.Equal("Everything of this order came back already.", (await ChoicesAsync(bed, order))!.Obstacle);
        Assert.Equal((before.OnHand + 3, before.Reserved), await bed.StockAsync(line));
        Assert.Equal(2, (await bed.Room.EventsAsync(order.Id)).Count(e => e.Text.EndsWith("came back and can be sold again.", StringComparison.Ordinal)));

        // Reading the order again does not forget what came back.
        await bed.ImportAsync(order.ExternalId);
        Assert.Equal(3, (await bed.FindAsync(order.ExternalId)).Lines.Single().QuantityTakenBack);
    }

    [Fact]
    public async Task SameItems_TakenBackTwiceAtOnce_AreBookedOnce()
    {
        await using var bed = await ShippingBed.ConnectAsync("ebay");
        var order = await bed.OrderAsync(1);
        await bed.Room.ShipAsync(new ShipRequest(order.Id, "9400100000000000000013", "USPS"));
        await bed.Room.WorkAsync();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TakeAsync(bed, order, 1)));

        Assert.Single(verdicts, v => v.Outcome == ActionOutcome.Accepted);
        Assert.Equal(1, (await bed.FindAsync(order.ExternalId)).Lines.Single().QuantityTakenBack);
    }

    [Fact]
    public async Task OrderOfAnother_IsUnknown()
    {
        await using var room = await FulfillmentRoom.OpenAsync();
        var order = await room.OrderAsync();

        Assert.Null(await room.Get<GoodsBack>().ChoicesAsync(Guid.NewGuid(), order.Id, CancellationToken.None));
        var verdict = await room.Get<GoodsBack>().TakeAsync(Guid.NewGuid(), order.Id, new Dictionary<Guid, int> { [order.Lines[0].Id] = 1 }, "eve", CancellationToken.None);
        Assert.Equal(ActionOutcome.Unknown, verdict.Outcome);
    }

    private static Task<GoodsBackChoices?> ChoicesAsync(ShippingBed bed, Order order) => bed.Room.Get<GoodsBack>().ChoicesAsync(bed.Room.SellerId, order.Id, CancellationToken.None);

    private static Task<ActionVerdict> TakeAsync(ShippingBed bed, Order order, int items) => bed.Room.Get<GoodsBack>().TakeAsync(
        bed.Room.SellerId, order.Id, new Dictionary<Guid, int> { [order.Lines.Single().Id] = items }, "ann", CancellationToken.None);
}

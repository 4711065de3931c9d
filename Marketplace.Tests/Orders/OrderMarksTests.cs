using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Fulfillment;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Labels;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Orders;

/// <summary>Tags and holds of orders.</summary>
public sealed class OrderMarksTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Tag_SameWordInAnotherCase_StaysOneTagAndIsFound()
    {
        var (first, second) = (await room.OrderAsync(), await room.OrderAsync());
        var tags = room.Get<OrderTags>();

        Assert.Equal(2, await tags.AddAsync(room.SellerId, [first.Id, second.Id], " Gift ", "ann", Stop));
        Assert.Equal(0, await tags.AddAsync(room.SellerId, [first.Id], "GIFT", "ann", Stop));
        Assert.Equal(1, await tags.RemoveAsync(room.SellerId, [second.Id], "gift", "ann", Stop));

        Assert.Equal([new TagCount("Gift", 1)], await tags.ListAsync(room.SellerId, Stop));
        var found = await room.Get<OrderQueries>().ListAsync(room.SellerId, new OrderFilter { Tag = "gift" }, 0, 10, Stop);
        Assert.Equal((first.ExternalId, "Gift"), (Assert.Single(found.Items).ExternalId, Assert.Single(found.Items[0].Tags)));
        Assert.Equal(["Tagged “Gift”.", "The tag “Gift” was taken off."], (await room.EventsAsync(second.Id)).Select(e => e.Text));
    }

    [Fact]
    public async Task Tag_OrderOfAnotherSeller_IsPassedOver()
    {
        var order = await room.OrderAsync();

        Assert.Equal(0, await room.Get<OrderTags>().AddAsync(Guid.NewGuid(), [order.Id], "Gift", "eve", Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => room.Get<OrderTags>().AddAsync(room.SellerId, [order.Id], "a,b", "ann", Stop));
    }

    [Fact]
    public async Task Hold_Order_IsShippedByNobodyWithoutSayingSo()
    {
        var order = await room.OrderAsync();
        await room.Get<OrderHolds>().HoldAsync(room.SellerId, [order.Id], null, "Address looks odd", "ann", Stop);

        var refused = await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"));
        Assert.Equal(ShipOutcome.Refused, refused.Outcome);
        Assert.Contains("held until it is released: Address looks odd", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Address looks odd", Assert.Single(await room.Get<ShipCandidates>().LoadAsync(room.SellerId, [order.Id], Stop)).HoldProblem, StringComparison.Ordinal);
        Assert.Equal(1, (await room.Get<OrderQueries>().ListAsync(room.SellerId, new OrderFilter { HeldOnly = true }, 0, 10, Stop)).Total);

        Assert.Equal(ShipOutcome.Accepted, (await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS", DespiteHold: true))).Outcome);
    }

    [Fact]
    public async Task Hold_WithATime_EndsByItselfAndSaysSo()
    {
        var order = await room.OrderAsync();
        await room.Get<OrderHolds>().HoldAsync(room.SellerId, [order.Id], room.Time.GetUtcNow().AddMinutes(30), "Waits for the colour", "ann", Stop);

        await room.WorkAsync();

        await using var db = room.Database.Open(room.SellerId);
        Assert.Null((await db.Orders.SingleAsync(Stop)).HoldUntil);
        Assert.Equal(
            ["Held until 4 May 12:30 UTC: Waits for the colour.", "The hold is over (Waits for the colour); it can be shipped."],
            (await room.EventsAsync(order.Id)).Select(e => e.Text));
        Assert.Equal(ShipOutcome.Accepted, (await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"))).Outcome);
    }

    [Fact]
    public async Task Hold_ReleasedByHand_LetsTheOrderGo()
    {
        var order = await room.OrderAsync();
        var holds = room.Get<OrderHolds>();
        await holds.HoldAsync(room.SellerId, [order.Id], room.Time.GetUtcNow().AddHours(1), "Wait", "ann", Stop);

        Assert.Equal(1, await holds.ReleaseAsync(room.SellerId, [order.Id], "bob", Stop));
        Assert.Equal(0, await holds.ReleaseAsync(room.SellerId, [order.Id], "bob", Stop));
        Assert.Equal(ShipOutcome.Accepted, (await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"))).Outcome);
        await Assert.ThrowsAsync<ArgumentException>(() => holds.HoldAsync(room.SellerId, [order.Id], room.Time.GetUtcNow(), "Late", "ann", Stop));
    }

    [Fact]
    public async Task Import_NewOrderOfAStoreWithAWindow_IsHeldUntilTheBuyerCannotCancelAnyMore()
    {
        await room.Get<HoldWindows>().SetAsync(room.SellerId, room.ConnectionId, 60, null, Stop);
        var placed = room.Time.GetUtcNow().AddMinutes(-20);
        var skewed = room.Time.GetUtcNow().AddSeconds(30);
        var store = new StoreReference(room.SellerId, room.ConnectionId, room.Platform.Key.Value, room.Platform.Descriptor.Name);

        var counts = await room.Get<OrderImport>().ImportAsync(store, [Remote("R-1", placed), Remote("R-2", placed.AddHours(-2))], [], Stop);

        Assert.Equal(2, counts.Created);
        await room.Get<HoldWindows>().SetAsync(room.SellerId, room.ConnectionId, 0, null, Stop);
        await room.Get<OrderImport>().ImportAsync(store, [Remote("R-3", skewed)], [], Stop);
        await using var db = room.Database.Open(room.SellerId);
        Assert.Equal(placed.AddMinutes(60), (await db.Orders.SingleAsync(o => o.ExternalId == "R-1", Stop)).HoldUntil);
        Assert.Null((await db.Orders.SingleAsync(o => o.ExternalId == "R-2", Stop)).HoldUntil);
        Assert.Null((await db.Orders.SingleAsync(o => o.ExternalId == "R-3", Stop)).HoldUntil);
    }

    private static RemoteOrder Remote(string id, DateTimeOffset placed) => new()
    {
        ExternalId = id,
        Status = RemoteOrderStatus.ReadyToShip,
        PlacedAt = placed,
        UpdatedAt = placed,
        Subtotal = new Money(1000, "EUR"),
        Shipping = new Money(0, "EUR"),
        Tax = new Money(0, "EUR"),
        Total = new Money(1000, "EUR"),
        Lines = [new RemoteOrderLine { ExternalId = "L1", Title = "Mug", Quantity = 1, UnitPrice = new Money(1000, "EUR") }],
    };
}

using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Web.Features.Orders;

namespace Marketplace.Tests.Orders;

/// <summary>Work that waits: every number is the count of the rows behind it.</summary>
public sealed class OrderWorkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workload_OfAnyOrders_IsWhatEachTilesListHolds()
    {
        await using var test = await TestDatabase.CreateAsync();
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            await AddAsync(test, random.Next(-30, 60), (OrderState)random.Next(6), random.Next(4) == 0, random.Next(5) == 0, linked: random.Next(3) > 0, oversold: random.Next(6) == 0,
                held: random.Next(7) == 0, asked: random.Next(8) == 0, marketplace: random.Next(2) == 0 ? "ebay" : "amazon");
        }

        foreach (var marketplace in new[] { null, "ebay" })
        {
            var ends = test.Clock.GetUtcNow().AddHours(7);
            var tiles = WorkTile.Of(await test.Get<OrderQueries>().WorkloadAsync(test.SellerId, marketplace, ends, Cancel));
            foreach (var tile in tiles)
            {
                var page = await test.Get<OrderQueries>().ListAsync(test.SellerId, tile.Filter with { Marketplace = marketplace, DayEnds = ends }, 0, 500, Cancel);
                Assert.Equal((tile.Id, page.Total), (tile.Id, tile.Count!.Value));
                Assert.NotEqual(0, page.Total);
            }
        }
    }

    [Fact]
    public async Task Workload_OrdersAroundMidnight_AreDueOnTheViewersDay()
    {
        await using var test = await TestDatabase.CreateAsync();
        await AddAsync(test, hoursLeft: 14);
        await AddAsync(test, hoursLeft: 16);

        Assert.Equal(1, (await WorkAsync(test, null)).DueToday);
        Assert.Equal(2, (await WorkAsync(test, test.Clock.GetUtcNow().AddHours(17))).DueToday);
        Assert.Equal(0, (await WorkAsync(test, test.Clock.GetUtcNow().AddHours(2))).DueToday);
        Assert.Equal(0, (await WorkAsync(test, null)).LateRisk);
        test.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal(2, (await WorkAsync(test, null)).LateRisk);
        test.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal((1, 1), ((await WorkAsync(test, null)).Overdue, (await WorkAsync(test, null)).DueToday));
    }

    [Fact]
    public async Task Workload_OrdersThatAreClosedOrTheirs_AreNobodysWork()
    {
        await using var test = await TestDatabase.CreateAsync();
        await AddAsync(test, -2, OrderState.Shipped, cancelRequested: true, linked: false, oversold: true);
        await AddAsync(test, -2, OrderState.Cancelled, linked: false, oversold: true);
        await AddAsync(test, -2, theirs: true, linked: false);

        Assert.Equal(new OrderWorkload(0, 0, 0, 0, 0, 0, 0, 0), await WorkAsync(test, null));
        Assert.Equal(new OrderWorkload(0, 0, 0, 0, 0, 0, 0, 0), await test.Get<OrderQueries>().WorkloadAsync(Guid.NewGuid(), null, null, Cancel));
    }

    [Fact]
    public async Task UnknownIds_OfAPastedList_AreTheOnesThatNoOrderHas()
    {
        await using var test = await TestDatabase.CreateAsync();
        var known = Enumerable.Range(0, 300).Select(i => $"12-{i:00000}-00001").ToList();
        foreach (var id in known)
        {
            await AddAsync(test, externalId: id);
        }

        var pasted = string.Join("\n", known.Take(250)) + "\t99-00000-00001, 98-00000-00002";
        var queries = test.Get<OrderQueries>();

        Assert.Equal(["99-00000-00001", "98-00000-00002"], await queries.UnknownIdsAsync(test.SellerId, pasted, Cancel));
        Assert.Equal(250, (await queries.ListAsync(test.SellerId, new OrderFilter { Search = pasted }, 0, 50, Cancel)).Total);
        Assert.Equal(250, (await queries.ShippableIdsAsync(test.SellerId, new OrderFilter { Search = pasted }, 10_000, Cancel)).Count);
        Assert.Empty(await queries.UnknownIdsAsync(test.SellerId, "mug", Cancel));
    }

    private static Task<OrderWorkload> WorkAsync(TestDatabase test, DateTimeOffset? dayEnds) => test.Get<OrderQueries>().WorkloadAsync(test.SellerId, null, dayEnds, Cancel);

    private static async Task AddAsync(
        TestDatabase test, int hoursLeft = 48, OrderState state = OrderState.ToShip, bool theirs = false, bool cancelRequested = false, bool linked = true, bool oversold = false, bool held = false, bool asked = false,
        string marketplace = "ebay", string? externalId = null)
    {
        await using var db = test.Open();
        var now = test.Clock.GetUtcNow();
        var order = new Order
        {
            ConnectionId = Guid.CreateVersion7(),
            Marketplace = marketplace,
            ExternalId = externalId ?? $"O-{Guid.NewGuid()}",
            State = state,
            FulfilledByMarketplace = theirs,
            CancelRequested = cancelRequested,
            PlacedAt = now,
            RemoteUpdatedAt = now,
            ImportedAt = now,
            ShipBy = now.AddHours(hoursLeft),
            Currency = "USD",
            HoldUntil = held ? Order.UntilReleased : null,
        };
        var line = new OrderLine { SellerId = test.SellerId, OrderId = order.Id, ExternalId = "1", Title = "Mug", Quantity = 1, VariantId = linked ? Guid.CreateVersion7() : null };
        order.Lines.Add(line);
        db.Orders.Add(order);
        if (oversold)
        {
            db.Reservations.Add(new Reservation { SellerId = test.SellerId, OrderId = order.Id, OrderLineId = line.Id, VariantId = Guid.CreateVersion7(), Oversold = 1, PerItem = 1 });
        }

        if (asked)
        {
            db.Set<OrderReturn>().Add(new OrderReturn { SellerId = test.SellerId, OrderId = order.Id, ConnectionId = order.ConnectionId, ExternalId = order.ExternalId, Question = ReturnQuestion.Return });
        }

        await db.SaveChangesAsync(Cancel);
    }
}

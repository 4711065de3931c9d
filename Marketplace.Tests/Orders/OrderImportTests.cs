using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Orders;

public sealed class OrderImportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_NewOrder_ReservesItsStockAndHidesTheBuyer()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));

        var counts = await shop.SellAsync(shop.Order("1", "A", 3));

        Assert.Equal(new ImportCounts(Created: 1), counts);
        Assert.Equal((10, 3), await shop.StockAsync("A"));
        var order = await shop.OrderAsync("1");
        Assert.Equal((OrderState.ToShip, 3, "Thing A"), (order.State, order.ItemCount, order.Summary));
        Assert.NotNull(Assert.Single(order.Lines).ListingId);
        Assert.DoesNotContain("Hopper", order.ProtectedBuyer, StringComparison.Ordinal);
        Assert.Equal("Grace Hopper", test.Get<PersonalDataProtector>().Unprotect<RemoteBuyer>(order.ProtectedBuyer)?.Name);
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Import_SameOrderTwice_KeepsOne()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        var order = shop.Order("1", "A", 2);

        await shop.SellAsync(order, order);
        var again = await shop.SellAsync(order);

        Assert.Equal(new ImportCounts(Unchanged: 1), again);
        Assert.Equal((10, 2), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task Import_TwoOverlappingRuns_EndAsOneOrderAndOneReservationEach()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 100));
        var orders = Enumerable.Range(1, 60).Select(i => shop.Order($"{i}", "A")).ToArray();

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.SellAsync(orders))));

        Assert.Empty((await test.Get<OrderDefects>().OpenAsync(test.SellerId, Cancel)).Select(d => $"{d.ExternalId}: {d.Reason}"));
        Assert.Equal((60, 0), (counts.Sum(c => c.Created), counts.Sum(c => c.Failed)));
        Assert.Equal((100, 60), await shop.StockAsync("A"));
        await using var db = test.Open();
        Assert.Equal(60, await db.Orders.CountAsync(Cancel));
        Assert.Equal(60, await db.Reservations.CountAsync(Cancel));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Import_OlderAnswer_ChangesNothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        var open = shop.Order("1", "A");
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.SellAsync(shop.Order("1", "A", status: RemoteOrderStatus.Cancelled) with { PlacedAt = open.PlacedAt });

        await shop.SellAsync(open);

        Assert.Equal(OrderState.Cancelled, (await shop.OrderAsync("1")).State);
        Assert.Equal((10, 0), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task Import_PendingPaidShippedDelivered_HoldsThenShips()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));

        await shop.SellAsync(shop.Order("1", "A", 2, RemoteOrderStatus.Pending));
        Assert.Equal((10, 2), await shop.StockAsync("A"));
        await shop.SellAsync(shop.Order("1", "A", 2, RemoteOrderStatus.PartiallyShipped, shipped: 1));
        Assert.Equal((9, 1), await shop.StockAsync("A"));
        test.Clock.Advance(TimeSpan.FromHours(1));
        await shop.SellAsync(shop.Order("1", "A", 2, RemoteOrderStatus.Shipped, shipped: 2));
        Assert.Equal((8, 0), await shop.StockAsync("A"));
        await shop.SellAsync(shop.Order("1", "A", 2, RemoteOrderStatus.Delivered, shipped: 2));
        Assert.Equal((8, 0), await shop.StockAsync("A"));

        var order = await shop.OrderAsync("1");
        Assert.Equal((OrderState.Delivered, test.Clock.GetUtcNow()), (order.State, order.ShippedAt!.Value));
        await using var db = test.Open();
        var timeline = await db.OrderEvents.Where(e => e.OrderId == order.Id).OrderBy(e => e.Id).Select(e => e.Text).ToListAsync(Cancel);
        Assert.Equal(4, timeline.Count);
        Assert.Equal("Delivered.", timeline[^1]);
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Import_CancelledOrReduced_FreesStockForTheOldestThatWaits()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 3));
        await shop.SellAsync(shop.Order("1", "A", 3));
        foreach (var id in new[] { "2", "3" })
        {
            test.Clock.Advance(TimeSpan.FromMinutes(1));
            await shop.SellAsync(shop.Order(id, "A"));
        }

        await shop.SellAsync(shop.Order("1", "A", 2));

        await using var db = test.Open();
        var held = await (from r in db.Reservations join o in db.Orders on r.OrderId equals o.Id orderby o.ExternalId select new { r.Held, r.Oversold }).ToListAsync(Cancel);
        Assert.Equal([2, 1, 0], held.Select(h => h.Held));
        Assert.Equal([0, 0, 1], held.Select(h => h.Oversold));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Import_MoreThanThereIs_NamesTheOversoldOrder()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 1));

        await shop.SellAsync(shop.Order("1", "A", 3));

        await using var db = test.Open();
        var reservation = Assert.Single(await db.Reservations.ToListAsync(Cancel));
        Assert.Equal((3, 1, 2), (reservation.Wanted, reservation.Held, reservation.Oversold));
        var problem = Assert.Single(await db.OrderEvents.Where(e => e.IsProblem).ToListAsync(Cancel));
        Assert.Equal((await shop.OrderAsync("1")).Id, problem.OrderId);
        Assert.StartsWith("Oversold: 2 of 3 × A", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_PoisonousOrder_IsSetAsideUntilItIsRight()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        var poison = shop.Order("2", "A") with { Lines = [TestShop.Line("1", "A", -1)] };

        var counts = await shop.SellAsync(shop.Order("1", "A"), poison, shop.Order("3", "A"));

        Assert.Equal(new ImportCounts(Created: 2, Failed: 1), counts);
        var defects = test.Get<OrderDefects>();
        var defect = Assert.Single(await defects.OpenAsync(test.SellerId, Cancel));
        Assert.Equal(("2", "Line 1 has the quantity -1."), (defect.ExternalId, defect.Reason));

        await shop.SellAsync(shop.Order("2", "A"));
        Assert.Empty(await defects.OpenAsync(test.SellerId, Cancel));
        Assert.Equal((10, 3), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task Import_OrderThatTheDatabaseRefuses_DoesNotHoldUpItsGroup()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        await shop.SellAsync(shop.Order("0", "A", 1));
        await using (var db = test.Open())
        {
            await db.Database.ExecuteSqlAsync($"CREATE UNIQUE INDEX refuse ON \"Orders\" (\"ItemCount\")", Cancel);
        }

        var counts = await shop.SellAsync(shop.Order("1", "A", 2), shop.Order("2", "A", 1), shop.Order("3", "A", 3));

        var defects = await test.Get<OrderDefects>().OpenAsync(test.SellerId, Cancel);
        Assert.True(defects is [{ ExternalId: "2" }], string.Join(Environment.NewLine, defects.Select(d => $"{d.ExternalId}: {d.Reason}")));
        Assert.Equal(new ImportCounts(Created: 2, Failed: 1), counts);
        Assert.Equal((10, 6), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task Import_LineBeforeItsListing_ReservesWhenItIsLinked()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.SellAsync(shop.Order("1", "A", 2));
        Assert.Null((await shop.OrderAsync("1")).Lines[0].VariantId);
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        await shop.ListAsync(TestShop.Listing("A", 8));

        var linked = await test.Get<OrderLinker>().LinkAsync(shop.Store, Cancel);

        Assert.Equal(1, linked);
        Assert.Equal((10, 2), await shop.StockAsync("A"));
        Assert.Equal(8, (await shop.ListingAsync("A")).Wanted);
    }

    [Fact]
    public async Task Import_LineThatAppearsLater_IsAddedAndOneThatGoesIsReleased()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"), TestShop.Listing("B"));
        await shop.SellAsync(shop.Order("1", "A"));

        await shop.SellAsync(shop.Order("1", "A") with { Lines = [TestShop.Line("2", "B", 2)] });

        Assert.Equal((10, 0), await shop.StockAsync("A"));
        Assert.Equal((10, 2), await shop.StockAsync("B"));
        Assert.Equal(2, (await shop.OrderAsync("1")).Lines.Count);
    }

    [Fact]
    public async Task Import_FulfilledByMarketplace_ReservesNothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));

        await shop.SellAsync(shop.Order("1", "A") with { FulfilledByMarketplace = true });

        Assert.Equal((10, 0), await shop.StockAsync("A"));
    }
}

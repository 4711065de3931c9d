using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Orders;

/// <summary>What sellers complain of in other software when orders come in; each test is named after what must not happen here.</summary>
public sealed class OrderComplaintTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OrderWhoseBuyerWasErasedLongAgo_NeverComesBackAsASecondOrder_NorAsAPerson()
    {
        await using var test = await TestDatabase.CreateAsync(platforms: platforms => platforms.Add(services => new ScriptedMarketplace("ebay", services.GetRequiredService<TimeProvider>()).Platform));
        var shop = await TestShop.ConnectAsync(test);
        var order = shop.Order("1", "A");
        await shop.SellAsync(order);
        await using (var db = test.Open())
        {
            var at = test.Clock.GetUtcNow();
            await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrderState.Delivered).SetProperty(o => o.ShippedAt, at), Cancel);
        }

        test.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(1, await test.Get<BuyerRetention>().EraseDueAsync(Cancel));
        await shop.SellAsync(order with { UpdatedAt = test.Clock.GetUtcNow(), Status = RemoteOrderStatus.Delivered });

        Assert.Null((await shop.OrderAsync("1")).ProtectedBuyer);
    }

    [Fact]
    public async Task OrderThatComesByEveryRoute_IsNeverTwoOrders()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        var order = shop.Order("1", "A", 2);

        // As the list of changes, the notification and the set-aside order that is tried again bring it.
        await shop.SellAsync(order);
        await test.Get<OrderImport>().ImportAsync(shop.Store, [order], [new RemoteDefect("1", "It could not be read.")], Cancel);
        await shop.SellAsync(order with { UpdatedAt = order.UpdatedAt.AddSeconds(1) });

        Assert.Equal("1", (await shop.OrderAsync("1")).ExternalId);
        Assert.Equal((10, 2), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task OrderListedTwiceInOneAnswer_IsNeverTwoOrders_NorItsLineTwoLines()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        var order = shop.Order("1", "A", 2);
        var repeated = order with { Lines = [.. order.Lines, TestShop.Line("1", "A", 2)] };

        var counts = await shop.SellAsync(repeated, order);

        Assert.Equal((1, 0), (counts.Created, counts.Failed));
        Assert.Single((await shop.OrderAsync("1")).Lines);
        Assert.Equal((10, 2), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task LinesThatContradictEachOther_AreNeverGuessed()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        var order = shop.Order("1", "A", 2);

        var counts = await shop.SellAsync(order with { Lines = [.. order.Lines, TestShop.Line("1", "A", 3)] });

        Assert.Equal((0, 1), (counts.Created, counts.Failed));
        await using var db = test.Open();
        Assert.Equal("It lists line 1 twice.", (await db.OrderDefects.SingleAsync(Cancel)).Reason);
    }

    [Fact]
    public async Task OrdersOfTwoStoresWithOneNumber_AreNeverTakenForOne()
    {
        await using var test = await TestDatabase.CreateAsync();
        var first = await TestShop.ConnectAsync(test);
        var second = await TestShop.ConnectAsync(test, account: "store-2");
        await first.ListAsync(TestShop.Listing("A"));

        await first.SellAsync(first.Order("1", "A"));
        var counts = await second.SellAsync(second.Order("1", "A"));

        Assert.Equal(1, counts.Created);
        Assert.NotEqual((await first.OrderAsync("1")).Id, (await second.OrderAsync("1")).Id);
    }
}

using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Orders;

/// <summary>Buyers' data goes when its time has come, or on request; the orders stay and count.</summary>
public sealed class BuyerRetentionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retention_DeliveredLongAgo_ErasesThoseAloneAndKeepsTheOrders(bool onPostgres)
    {
        await using var test = await CreateAsync(onPostgres: onPostgres);
        var shop = await TestShop.ConnectAsync(test);
        await shop.SellAsync(shop.Order("old", "SKU-1"), shop.Order("new", "SKU-1"), shop.Order("open", "SKU-1"));
        await SetAsync(test, "old", OrderState.Delivered, 31);
        await SetAsync(test, "new", OrderState.Delivered, 29);

        Assert.Equal(1, await test.Get<BuyerRetention>().EraseDueAsync(Cancel));
        Assert.Equal(0, await test.Get<BuyerRetention>().EraseDueAsync(Cancel));

        var erased = await shop.OrderAsync("old");
        Assert.Equal((null, null, null), (erased.ProtectedBuyer, erased.BuyerKey, erased.RecipientKey));
        Assert.Equal(1999, erased.TotalMinor);
        Assert.NotNull((await shop.OrderAsync("new")).ProtectedBuyer);
        Assert.NotNull((await shop.OrderAsync("open")).ProtectedBuyer);
        var record = Assert.Single(await test.Get<ErasureReport>().ReadAsync(test.SellerId, 10, Cancel));
        Assert.Equal((ErasureReason.Retention, 1, shop.Store.ConnectionId), (record.Reason, record.Orders, record.ConnectionId));
    }

    [Theory]
    [InlineData(OrderState.Cancelled, 31, true)]
    [InlineData(OrderState.Cancelled, 29, false)]
    [InlineData(OrderState.Shipped, 45, true)]
    [InlineData(OrderState.Shipped, 43, false)]
    [InlineData(OrderState.ToShip, 400, false)]
    public async Task Retention_EachState_WaitsAsLongAsItMay(OrderState state, int daysAgo, bool isErased)
    {
        await using var test = await CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.SellAsync(shop.Order("A", "SKU-1"));
        await SetAsync(test, "A", state, daysAgo);

        await test.Get<BuyerRetention>().EraseDueAsync(Cancel);

        Assert.Equal(isErased, (await shop.OrderAsync("A")).ProtectedBuyer is null);
    }

    [Fact]
    public async Task Retention_MarketplaceWithDaysOfItsOwn_TakesThose()
    {
        await using var test = await CreateAsync(new Dictionary<string, string?> { ["Retention:Marketplaces:ebay"] = "5" });
        var shop = await TestShop.ConnectAsync(test);
        await shop.SellAsync(shop.Order("A", "SKU-1"));
        await SetAsync(test, "A", OrderState.Delivered, 6);

        Assert.Equal(1, await test.Get<BuyerRetention>().EraseDueAsync(Cancel));
    }

    [Fact]
    public async Task Request_ForAnOrder_WaitsUntilItIsShippedAndHoldsForGood()
    {
        await using var test = await CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.SellAsync(shop.Order("A", "SKU-1"));
        var (erasure, id) = (test.Get<BuyerErasure>(), (await shop.OrderAsync("A")).Id);

        Assert.Contains("waits to be shipped", (await erasure.EraseOrderAsync(test.SellerId, id, "ann", Cancel))!.Problem, StringComparison.Ordinal);
        Assert.Null(await erasure.EraseOrderAsync(Guid.NewGuid(), id, "thief", Cancel));
        await SetAsync(test, "A", OrderState.Shipped, 0);
        Assert.Equal(new ErasureVerdict(1, null), await erasure.EraseOrderAsync(test.SellerId, id, "ann", Cancel));

        test.Clock.Advance(TimeSpan.FromMinutes(5));
        await shop.SellAsync(shop.Order("A", "SKU-1") with { Status = RemoteOrderStatus.Shipped });
        Assert.Null((await shop.OrderAsync("A")).ProtectedBuyer);
        Assert.Equal("ann", Assert.Single(await test.Get<ErasureReport>().ReadAsync(test.SellerId, 10, Cancel)).Actor);
    }

    private static async Task SetAsync(TestDatabase test, string id, OrderState state, int daysAgo)
    {
        await using var db = test.Open();
        var at = test.Clock.GetUtcNow().AddDays(-daysAgo);
        await db.Orders.Where(o => o.ExternalId == id).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.State, state).SetProperty(o => o.RemoteUpdatedAt, at).SetProperty(o => o.ShippedAt, at), Cancel);
    }

    private static Task<TestDatabase> CreateAsync(IReadOnlyDictionary<string, string?>? settings = null, bool onPostgres = false) => TestDatabase.CreateAsync(
        platforms: platforms => platforms.Add(services => new ScriptedMarketplace("ebay", services.GetRequiredService<TimeProvider>()).Platform), settings: settings, onPostgres: onPostgres);
}

using Marketplace.Core.Alerts;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.LowStock;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory.LowStock;

public sealed class LowStockTests : IAsyncLifetime
{
    private TestDatabase test = null!;
    private TestShop shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        test = await TestDatabase.CreateAsync();
        shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"), TestShop.Listing("LOW", 2));
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task FirstCount_ThatIsLow_IsNoCrossing() => Assert.Empty(await AlertsAsync());

    [Fact]
    public async Task Sale_CrossingTheThreshold_AlertsOnceHoweverManyFollow()
    {
        await shop.SellAsync(shop.Order("1", "A", 6));
        Assert.Empty(await AlertsAsync());

        await shop.SellAsync(shop.Order("2", "A", 1));
        await shop.SellAsync(shop.Order("3", "A", 1));
        await shop.SellAsync(shop.Order("4", "A", 2));

        var alert = Assert.Single(await AlertsAsync());
        Assert.Equal(("A is low: 3 left", AlertSeverity.Warning, "stock.low"), (alert.Title, alert.Severity, alert.Kind));
        Assert.Null(alert.ResolvedAt);
    }

    [Fact]
    public async Task Restock_ResolvesAndRearms()
    {
        await CountAsync("A", 3);
        await CountAsync("A", 20);
        Assert.NotNull(Assert.Single(await AlertsAsync()).ResolvedAt);

        await CountAsync("A", 0);

        var alerts = await AlertsAsync();
        Assert.Equal(["A is low: 3 left", "A is out of stock"], alerts.Select(a => a.Title));
        Assert.Equal(AlertSeverity.Problem, alerts[1].Severity);
        Assert.Null(alerts[1].ResolvedAt);
    }

    [Fact]
    public async Task Threshold_OfTheItem_BeatsTheSellers()
    {
        var thresholds = test.Get<LowStockThresholds>();
        Assert.Null(await thresholds.SetUsualAsync(test.SellerId, 5, Cancel));
        Assert.Null(await thresholds.SetAsync(test.SellerId, await VariantAsync("A"), 1, Cancel));

        await CountAsync("A", 4);
        Assert.Empty(await AlertsAsync());
        await CountAsync("A", 1);
        Assert.Single(await AlertsAsync());

        var low = await test.Get<InventoryQueries>().ListAsync(test.SellerId, new InventoryFilter { Stock = StockFilter.Low }, 0, 10, Cancel);
        Assert.Equal([1, 5], low.Items.Select(r => r.LowStockThreshold).Order());
    }

    [Fact]
    public async Task Threshold_RaisedAboveTheStock_AlertsAtOnce()
    {
        var thresholds = test.Get<LowStockThresholds>();
        Assert.Null(await thresholds.SetAsync(test.SellerId, await VariantAsync("A"), 12, Cancel));
        Assert.Single(await AlertsAsync());

        Assert.Null(await thresholds.SetAsync(test.SellerId, await VariantAsync("A"), null, Cancel));
        Assert.NotNull(Assert.Single(await AlertsAsync()).ResolvedAt);
    }

    [Fact]
    public async Task Threshold_ThatMakesNoSenseOrIsAnothersItem_IsRefused()
    {
        var thresholds = test.Get<LowStockThresholds>();
        Assert.NotNull(await thresholds.SetUsualAsync(test.SellerId, -1, Cancel));
        Assert.NotNull(await thresholds.SetAsync(Guid.CreateVersion7(), await VariantAsync("A"), 3, Cancel));
        Assert.Null(await thresholds.OwnAsync(test.SellerId, await VariantAsync("A"), Cancel));
    }

    [Fact]
    public async Task Sales_ManyAtOnceOverTheThreshold_AlertOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(() => shop.SellAsync(shop.Order($"o-{i}", "A")))));

        Assert.Single(await AlertsAsync());
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Alert_SeenOrSnoozed_LeavesTheBell()
    {
        await CountAsync("A", 1);
        var alerts = test.Get<AlertQueries>();
        var id = (await AlertsAsync())[0].Id;
        Assert.Equal(1, await alerts.CountAsync(test.SellerId, AlertFilter.New, Cancel));

        Assert.True(await alerts.SnoozeAsync(test.SellerId, id, TimeSpan.FromHours(1), Cancel));
        Assert.Equal(0, await alerts.CountAsync(test.SellerId, AlertFilter.New, Cancel));
        test.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await alerts.CountAsync(test.SellerId, AlertFilter.New, Cancel));

        Assert.False(await alerts.AcknowledgeAsync(Guid.CreateVersion7(), id, "stranger", Cancel));
        Assert.True(await alerts.AcknowledgeAsync(test.SellerId, id, "Ann", Cancel));
        Assert.Equal((0, 1), (await alerts.CountAsync(test.SellerId, AlertFilter.New, Cancel), await alerts.CountAsync(test.SellerId, AlertFilter.Open, Cancel)));
    }

    private async Task CountAsync(string sku, int onHand) =>
        Assert.True((await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, await VariantAsync(sku), onHand, "test", null, Cancel)).Done);

    private async Task<Guid> VariantAsync(string sku)
    {
        await using var db = test.Open();
        return await db.Variants.Where(v => v.Sku == sku).Select(v => v.Id).SingleAsync(Cancel);
    }

    private async Task<List<Alert>> AlertsAsync()
    {
        await using var db = test.Open();
        return await db.Alerts.AsNoTracking().OrderBy(a => a.Id).ToListAsync(Cancel);
    }
}

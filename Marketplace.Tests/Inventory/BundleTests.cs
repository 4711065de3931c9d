using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory;

public sealed class BundleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Define_Bundle_OffersWhatItsPartsAllow()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);

        Assert.Null(await DefineAsync(test, shop, "SET", ("MUG", 2), ("BOX", 1)));

        Assert.Equal(5, (await shop.ListingAsync("SET")).Wanted);
        Assert.Equal((0, 0), await shop.StockAsync("SET"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Sell_Bundle_HoldsItsPartsAndAllTheirListingsFollow()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await DefineAsync(test, shop, "SET", ("MUG", 2), ("BOX", 1));

        await shop.SellAsync(shop.Order("1", "SET", 3));

        Assert.Equal((10, 6), await shop.StockAsync("MUG"));
        Assert.Equal((8, 3), await shop.StockAsync("BOX"));
        Assert.Equal((4, 5, 2), (await WantedAsync(shop, "MUG"), await WantedAsync(shop, "BOX"), await WantedAsync(shop, "SET")));

        await shop.SellAsync(shop.Order("2", "MUG", 3));
        Assert.Equal((1, 0), (await WantedAsync(shop, "MUG"), await WantedAsync(shop, "SET")));

        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.SellAsync(shop.Order("1", "SET", 3, RemoteOrderStatus.Shipped, shipped: 3));
        Assert.Equal((4, 3), await shop.StockAsync("MUG"));
        Assert.Equal((5, 0), await shop.StockAsync("BOX"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Sell_MoreBundlesThanThereAre_NamesTheOversaleAndServesItLater()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await DefineAsync(test, shop, "SET", ("MUG", 2), ("BOX", 1));
        await shop.SellAsync(shop.Order("1", "SET", 7));

        await using (var db = test.Open())
        {
            Assert.Contains("Oversold: 2 of 7", (await db.OrderEvents.SingleAsync(e => e.IsProblem, Cancel)).Text, StringComparison.Ordinal);
        }

        await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, await shop.VariantAsync("MUG"), 14, "tester", null, Cancel);

        Assert.Equal((14, 14), await shop.StockAsync("MUG"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Define_OtherParts_LeavesOrdersWithThoseTheyWereSoldWith()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await DefineAsync(test, shop, "SET", ("MUG", 2));
        await shop.SellAsync(shop.Order("1", "SET", 2));
        await DefineAsync(test, shop, "SET", ("BOX", 1));
        test.Clock.Advance(TimeSpan.FromMinutes(1));

        await shop.SellAsync(shop.Order("1", "SET", 2, RemoteOrderStatus.Cancelled));

        Assert.Equal((10, 0), await shop.StockAsync("MUG"));
        Assert.Equal((8, 0), await shop.StockAsync("BOX"));
        Assert.Equal(8, await WantedAsync(shop, "SET"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Define_VariantWithOpenOrders_MovesThemToTheParts()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await shop.SellAsync(shop.Order("1", "SET", 3));

        Assert.Null(await DefineAsync(test, shop, "SET", ("MUG", 1), ("BOX", 2)));

        Assert.Equal((0, 0), await shop.StockAsync("SET"));
        Assert.Equal((10, 3), await shop.StockAsync("MUG"));
        Assert.Equal((8, 6), await shop.StockAsync("BOX"));
        Assert.Equal(1, await WantedAsync(shop, "SET"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Define_Nested_IsRefused()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await DefineAsync(test, shop, "SET", ("MUG", 2));

        Assert.StartsWith("SET is a bundle itself.", await DefineAsync(test, shop, "BOX", ("SET", 1)), StringComparison.Ordinal);
        Assert.StartsWith("This item is a part of another bundle", await DefineAsync(test, shop, "MUG", ("BOX", 1)), StringComparison.Ordinal);
        Assert.StartsWith("A bundle cannot be a part of itself", await DefineAsync(test, shop, "BOX", ("BOX", 1)), StringComparison.Ordinal);
        Assert.StartsWith("Each part needs a quantity", await DefineAsync(test, shop, "BOX", ("MUG", 0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_Bundle_IsRefusedInPlainWords()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await DefineAsync(test, shop, "SET", ("MUG", 2));

        var result = await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, await shop.VariantAsync("SET"), 9, "tester", null, Cancel);

        Assert.StartsWith("This is a bundle and has no stock of its own.", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dissolve_Bundle_IsAPlainItemWithNothingOnHand()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await DefineAsync(test, shop, "SET", ("MUG", 2));

        Assert.True(await test.Get<BundleEditor>().DissolveAsync(test.SellerId, await shop.VariantAsync("SET"), Cancel));

        Assert.Equal(0, await WantedAsync(shop, "SET"));
        await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, await shop.VariantAsync("SET"), 4, "tester", null, Cancel);
        Assert.Equal(4, await WantedAsync(shop, "SET"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Sell_PartsOfOneBundleAtOnce_LeavesItAtWhatIsTrue()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("MUG", 100), TestShop.Listing("BOX", 100), TestShop.Listing("SET", 0));
        await DefineAsync(test, shop, "SET", ("MUG", 1), ("BOX", 1));

        await Parallel.ForAsync(0, 120, new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Cancel }, async (i, _) =>
            await shop.SellAsync(shop.Order($"{i}", (i % 3) switch { 0 => "MUG", 1 => "BOX", _ => "SET" })));

        Assert.Equal(20, await WantedAsync(shop, "SET"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    private static async Task<TestShop> StartAsync(TestDatabase test)
    {
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("MUG", 10), TestShop.Listing("BOX", 8), TestShop.Listing("SET", 3));
        return shop;
    }

    private static async Task<string?> DefineAsync(TestDatabase test, TestShop shop, string bundle, params (string Sku, int Quantity)[] parts)
    {
        var wishes = new List<BundlePartWish>();
        foreach (var (sku, quantity) in parts)
        {
            wishes.Add(new BundlePartWish(await shop.VariantAsync(sku), quantity));
        }

        return await test.Get<BundleEditor>().DefineAsync(test.SellerId, await shop.VariantAsync(bundle), wishes, "tester", Cancel);
    }

    private static async Task<int?> WantedAsync(TestShop shop, string sku) => (await shop.ListingAsync(sku)).Wanted;
}

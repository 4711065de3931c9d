using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory;

public sealed class ListingImportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_SameSkuOnTwoMarketplaces_IsOneVariant()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(TestShop.Listing("Red-1"));
        await amazon.ListAsync(TestShop.Listing(" red-1 "));

        await using var db = test.Open();
        var variant = Assert.Single(await db.Variants.ToListAsync(Cancel));
        Assert.Equal(2, await db.Listings.CountAsync(l => l.VariantId == variant.Id, Cancel));
    }

    [Fact]
    public async Task Import_Variations_AreVariantsOfOneProduct()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("S", productId: "P", variation: "Small"), TestShop.Listing("M", productId: "P", variation: "Medium"));
        await shop.ListAsync(TestShop.Listing("L", productId: "P", variation: "Large"));

        await using var db = test.Open();
        var product = Assert.Single(await db.Products.Include(p => p.Variants).ToListAsync(Cancel));
        Assert.Equal(["Large", "Medium", "Small"], product.Variants.Select(v => v.VariationTitle).Order());
    }

    [Fact]
    public async Task Import_Again_UpdatesWhatIsShownAndKeepsTheLink()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        var listing = TestShop.Listing("A");
        Assert.Equal(new ImportCounts(Created: 1), await shop.ListAsync(listing, listing));
        Assert.Equal(new ImportCounts(Unchanged: 1), await shop.ListAsync(listing));

        var counts = await shop.ListAsync(listing with { Sku = "RENAMED", Price = new Money(2500, "USD"), Quantity = 4 });

        Assert.Equal(new ImportCounts(Updated: 1), counts);
        Assert.Equal((10, 0), await shop.StockAsync("A"));
        var stock = await shop.ListingAsync("RENAMED");
        Assert.Equal((10, 4), (stock.Wanted, stock.Seen));
    }

    [Fact]
    public async Task Import_EndedOrHeldByMarketplace_IsNeverToldAQuantity()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(
            TestShop.Listing("A"),
            TestShop.Listing("A", 2, id: "ended") with { Status = RemoteListingStatus.Ended },
            TestShop.Listing("A", 2, id: "fba") with { FulfilledByMarketplace = true });

        await using var db = test.Open();
        var wanted = await (from s in db.ListingStocks join l in db.Listings on s.ListingId equals l.Id orderby l.ExternalId select s.Wanted).ToListAsync(Cancel);
        Assert.Equal([null, null, 10], wanted.Order());
    }

    [Fact]
    public async Task Import_WithoutSku_IsCountedOnItsOwn()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("x", id: "1") with { Sku = null }, TestShop.Listing("y", 4, id: "2") with { Sku = "" });

        Assert.Equal((10, 0), await shop.StockAsync("ebay-1"));
        Assert.Equal((4, 0), await shop.StockAsync("ebay-2"));
    }

    [Fact]
    public async Task Import_ParallelRuns_MakeNoDuplicates()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        var page = Enumerable.Range(0, 50).Select(i => TestShop.Listing($"S{i}")).ToArray();

        var counts = await Task.WhenAll(new[] { ebay, amazon, ebay, amazon }.Select(shop => Task.Run(() => shop.ListAsync(page))));

        Assert.Equal(100, counts.Sum(c => c.Created));
        Assert.Equal(0, counts.Sum(c => c.Failed));
        await using var db = test.Open();
        Assert.Equal((50, 50, 50), (await db.Products.CountAsync(Cancel), await db.Variants.CountAsync(Cancel), await db.StockLevels.CountAsync(Cancel)));
        await TestShop.AssertLedgerBalancesAsync(test);
    }
}

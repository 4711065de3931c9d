using Marketplace.Core.Catalog;
using Marketplace.Core.Linking;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Linking;

public sealed class LinkSettlementTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_OtherSkuButSameCode_IsLinkedByIt()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(Coded("MUG", "UPC", "036000291452"));

        await amazon.ListAsync(Coded("AMZ-MUG", "EAN", "0036000291452"));

        var listing = await ListingAsync(test, amazon, "AMZ-MUG");
        Assert.Equal((await VariantAsync(test, "MUG"), LinkBasis.Code), (listing.VariantId, listing.LinkedBy));
        Assert.Equal(10, (await amazon.ListingAsync("AMZ-MUG")).Wanted);
    }

    [Fact]
    public async Task Import_TwoOfOneStoreWithOneCode_StayApart()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(Coded("BOOK", "ISBN", "9780306406157"));

        await amazon.ListAsync(Coded("BOOK-NEW", "ISBN", "9780306406157"), Coded("BOOK-USED", "ISBN", "9780306406157"));

        await using var db = test.Open();
        Assert.Equal(1, await db.Listings.CountAsync(l => l.ConnectionId == amazon.Store.ConnectionId && l.VariantId != null, Cancel));
    }

    [Fact]
    public async Task Settle_LikeTitle_WaitsWithSuggestionsAndIsNotSent()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = await MugAndLampAsync(test);

        await amazon.ListAsync(Titled("AMZ-1", "Enamel mug in moss green by Harbour"));
        await SettleAsync(test, amazon);

        var waiting = Assert.Single((await test.Get<LinkQueries>().ListAsync(test.SellerId, LinkTab.Suggested, null, 0, 10, Cancel)).Items);
        Assert.Equal("MUG", waiting.Suggestions[0].Sku);
        Assert.Null((await amazon.ListingAsync("AMZ-1")).Wanted);
        Assert.Equal(new LinkCounts(1, 1, 0, 0, 0), await test.Get<LinkQueries>().CountAsync(test.SellerId, Cancel));
    }

    [Fact]
    public async Task Settle_LikeNothing_BecomesAnItemOfItsOwnWithItsCount()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = await MugAndLampAsync(test);

        await amazon.ListAsync(Titled("KIT", "Seed starter kit") with { Quantity = 6, Brand = "Terra", Images = [new Uri("https://img.example/kit.jpg")] });
        await SettleAsync(test, amazon);

        Assert.Equal((6, 0), await amazon.StockAsync("KIT"));
        Assert.Equal(LinkBasis.Created, (await ListingAsync(test, amazon, "KIT")).LinkedBy);
        await using var db = test.Open();
        var product = await db.Products.SingleAsync(p => p.Title == "Seed starter kit", Cancel);
        Assert.Equal(("Terra", "https://img.example/kit.jpg"), (product.Brand, product.ImageUrl));
    }

    [Fact]
    public async Task Settle_ItemWithItsSkuCameLater_IsLinkedInTheOtherStoreToo()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = await MugAndLampAsync(test);
        await amazon.ListAsync(Titled("MUG-2", "Enamel Mug Moss by Harbour"));
        await SettleAsync(test, amazon);
        Assert.Null((await ListingAsync(test, amazon, "MUG-2")).VariantId);

        // Its own store lists no second mug yet, so what resembles the first is asked about there; the seller makes it an item.
        await ebay.ListAsync(Titled("MUG-2", "Enamel Mug Moss by Harbour"));
        await test.Get<ListingLinks>().CreateItemAsync(test.SellerId, (await ListingAsync(test, ebay, "MUG-2")).Id, Cancel);
        await SettleAsync(test, ebay);

        Assert.Equal(await VariantAsync(test, "MUG-2"), (await ListingAsync(test, amazon, "MUG-2")).VariantId);
    }

    [Fact]
    public async Task Rename_OnTheMarketplace_KeepsLinkAndBothSkus()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        var listing = TestShop.Listing("OLD");
        await shop.ListAsync(listing);
        await shop.ListAsync(listing with { Sku = "NEW" });

        await shop.SellAsync(
            shop.Order("old", "OLD") with { Lines = [TestShop.Line("1", "OLD") with { ExternalListingId = null }] },
            shop.Order("new", "NEW") with { Lines = [TestShop.Line("1", "new") with { ExternalListingId = null }] });

        Assert.Equal((10, 2), await shop.StockAsync("OLD"));
        var aliases = await test.Get<LinkQueries>().AliasesAsync(test.SellerId, await VariantAsync(test, "OLD"), Cancel);
        Assert.Equal("NEW", Assert.Single(aliases).Sku);
    }

    [Fact]
    public async Task Rename_ThenListedElsewhereUnderTheNewSku_IsTheSameItem()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        var listing = TestShop.Listing("OLD");
        await ebay.ListAsync(listing);
        await ebay.ListAsync(listing with { Sku = "NEW" });

        await amazon.ListAsync(TestShop.Listing("NEW"));

        var second = await ListingAsync(test, amazon, "NEW");
        Assert.Equal((await VariantAsync(test, "OLD"), LinkBasis.Alias), (second.VariantId, second.LinkedBy));
    }

    private static async Task<(TestShop Ebay, TestShop Amazon)> MugAndLampAsync(TestDatabase test)
    {
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(Titled("MUG", "Harbour Enamel Mug Moss"), Titled("LAMP", "Brass Desk Lamp"));
        return (ebay, amazon);
    }

    private static Task SettleAsync(TestDatabase test, TestShop shop) => test.Get<LinkSettlement>().RunAsync(shop.Store, Cancel);

    private static RemoteListing Titled(string sku, string title) => TestShop.Listing(sku) with { Title = title };

    private static RemoteListing Coded(string sku, string kind, string code) => TestShop.Listing(sku) with { Identifiers = new Dictionary<string, string> { [kind] = code } };

    private static async Task<Listing> ListingAsync(TestDatabase test, TestShop shop, string sku)
    {
        await using var db = test.Open();
        return await db.Listings.AsNoTracking().SingleAsync(l => l.ConnectionId == shop.Store.ConnectionId && l.Sku == sku, Cancel);
    }

    private static async Task<Guid> VariantAsync(TestDatabase test, string sku)
    {
        await using var db = test.Open();
        return await db.Variants.Where(v => v.Sku == sku).Select(v => v.Id).SingleAsync(Cancel);
    }
}

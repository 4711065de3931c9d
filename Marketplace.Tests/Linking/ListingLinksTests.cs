using Marketplace.Core.Catalog;
using Marketplace.Core.Linking;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Linking;

public sealed class ListingLinksTests : IAsyncLifetime
{
    private TestDatabase test = null!;
    private TestShop ebay = null!;
    private TestShop amazon = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ListingLinks Links => test.Get<ListingLinks>();

    private LinkQueries Queries => test.Get<LinkQueries>();

    /// <summary>eBay lists a mug of which ten are there; Amazon lists something alike under another SKU.</summary>
    public async ValueTask InitializeAsync()
    {
        test = await TestDatabase.CreateAsync();
        (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(TestShop.Listing("MUG") with { Title = "Enamel Mug" }, TestShop.Listing("LAMP", 4) with { Title = "Brass Lamp" });
        await amazon.ListAsync(TestShop.Listing("AMZ-1") with { Title = "Enamel mug, camping" });
        await test.Get<LinkSettlement>().RunAsync(amazon.Store, Cancel);
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task Order_OfAnUnlinkedListing_ImportsAtOnceAndReservesWhenLinked()
    {
        await amazon.SellAsync(amazon.Order("o-1", "AMZ-1", 3));
        Assert.Equal(OrderState.ToShip, (await amazon.OrderAsync("o-1")).State);
        Assert.Equal((10, 0), await ebay.StockAsync("MUG"));
        Assert.Equal(1, Assert.Single((await Queries.ListAsync(test.SellerId, LinkTab.All, null, 0, 10, Cancel)).Items).OpenLines);

        var result = await Links.LinkAsync(test.SellerId, await ListingIdAsync("AMZ-1"), await VariantIdAsync("MUG"), Cancel);

        Assert.Equal((null, 1), (result.Problem, result.Lines));
        Assert.Equal((10, 3), await ebay.StockAsync("MUG"));
        Assert.Equal((7, 7), ((await ebay.ListingAsync("MUG")).Wanted, (await amazon.ListingAsync("AMZ-1")).Wanted));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Unlink_GivesStockBackAndTheLinesWaitAgain()
    {
        await LinkAsync("AMZ-1", "MUG");
        await amazon.SellAsync(amazon.Order("o-1", "AMZ-1", 3));

        var result = await Links.UnlinkAsync(test.SellerId, await ListingIdAsync("AMZ-1"), Cancel);

        Assert.Equal(1, result.Lines);
        Assert.Equal((10, 0), await ebay.StockAsync("MUG"));
        Assert.Null((await amazon.ListingAsync("AMZ-1")).Wanted);
        Assert.Null((await amazon.OrderAsync("o-1")).Lines[0].VariantId);
        Assert.Equal(10, (await ebay.ListingAsync("MUG")).Wanted);
        await TestShop.AssertLedgerBalancesAsync(test);

        await LinkAsync("AMZ-1", "LAMP");
        Assert.Equal((4, 3), await ebay.StockAsync("LAMP"));
        Assert.Equal((10, 0), await ebay.StockAsync("MUG"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Unlink_ByTheSeller_IsNotUndoneByTheNextImport()
    {
        await LinkAsync("AMZ-1", "MUG");
        await Links.UnlinkAsync(test.SellerId, await ListingIdAsync("AMZ-1"), Cancel);

        await amazon.ListAsync(TestShop.Listing("AMZ-1") with { Title = "Enamel mug, camping" });
        await test.Get<LinkSettlement>().RunAsync(amazon.Store, Cancel);

        Assert.Null((await ListingAsync("AMZ-1")).VariantId);
        Assert.Equal(1, (await Queries.CountAsync(test.SellerId, Cancel)).Listings);
        Assert.Empty(await Queries.AliasesAsync(test.SellerId, await VariantIdAsync("MUG"), Cancel));
    }

    [Fact]
    public async Task Unlink_AfterTheParcelLeft_LeavesHistoryAlone()
    {
        await LinkAsync("AMZ-1", "MUG");
        await amazon.SellAsync(amazon.Order("o-1", "AMZ-1", 3));
        await amazon.SellAsync(amazon.Order("o-1", "AMZ-1", 3, RemoteOrderStatus.Shipped, shipped: 3));
        Assert.Equal((7, 0), await ebay.StockAsync("MUG"));

        Assert.Equal(0, (await Links.UnlinkAsync(test.SellerId, await ListingIdAsync("AMZ-1"), Cancel)).Lines);

        Assert.Equal((7, 0), await ebay.StockAsync("MUG"));
        Assert.NotNull((await amazon.OrderAsync("o-1")).Lines[0].VariantId);
    }

    [Fact]
    public async Task Relink_MovesOpenLinesToTheOtherItem()
    {
        await LinkAsync("AMZ-1", "MUG");
        await amazon.SellAsync(amazon.Order("o-1", "AMZ-1", 2));

        await LinkAsync("AMZ-1", "LAMP");

        Assert.Equal(((10, 0), (4, 2)), (await ebay.StockAsync("MUG"), await ebay.StockAsync("LAMP")));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Unlink_FreedStock_ServesTheSaleThatHadNone()
    {
        await LinkAsync("AMZ-1", "LAMP");
        await amazon.SellAsync(amazon.Order("first", "AMZ-1", 4));
        await ebay.SellAsync(ebay.Order("second", "LAMP", 2));

        await Links.UnlinkAsync(test.SellerId, await ListingIdAsync("AMZ-1"), Cancel);

        Assert.Equal((4, 2), await ebay.StockAsync("LAMP"));
        await using var db = test.Open();
        Assert.Equal((2, 0), await db.Reservations.Select(r => new ValueTuple<int, int>(r.Held, r.Oversold)).SingleAsync(Cancel));
    }

    [Fact]
    public async Task Confirm_ManyAtOnce_SkipsWhatWasLinkedMeanwhile()
    {
        var pairs = await Queries.SureAsync(test.SellerId, 50, Cancel);
        Assert.Single(pairs);

        Assert.Equal(1, await Links.ConfirmAsync(test.SellerId, pairs, Cancel));
        Assert.Equal(0, await Links.ConfirmAsync(test.SellerId, pairs, Cancel));
        Assert.Equal(await VariantIdAsync("MUG"), (await ListingAsync("AMZ-1")).VariantId);
    }

    [Fact]
    public async Task CreateItem_FromAListing_CountsWhatItShows()
    {
        Assert.True((await Links.CreateItemAsync(test.SellerId, await ListingIdAsync("AMZ-1"), Cancel)).Done);

        Assert.Equal((10, 0), await amazon.StockAsync("AMZ-1"));
        Assert.NotNull((await Links.CreateItemAsync(test.SellerId, await ListingIdAsync("AMZ-1"), Cancel)).Problem);
    }

    [Fact]
    public async Task Ignore_LeavesTheQueueAndStaysOutOfIt()
    {
        await Links.IgnoreAsync(test.SellerId, await ListingIdAsync("AMZ-1"), true, Cancel);
        await amazon.ListAsync(TestShop.Listing("AMZ-1") with { Title = "Enamel mug, camping" });
        await test.Get<LinkSettlement>().RunAsync(amazon.Store, Cancel);

        Assert.Equal(new LinkCounts(0, 0, 0, 0, 1), await Queries.CountAsync(test.SellerId, Cancel));
    }

    [Fact]
    public async Task LinkLines_WithoutAListing_ReserveNowAndNextTimeByThemselves()
    {
        await ebay.SellAsync(Lonely("o-1", 2), Lonely("o-2", 1));
        var lines = Assert.Single(await Queries.LinesAsync(test.SellerId, Cancel));
        Assert.Equal((2, 3), (lines.Lines, lines.Items));

        Assert.Equal(2, (await Links.LinkLinesAsync(test.SellerId, lines, await VariantIdAsync("MUG"), Cancel)).Lines);
        await ebay.SellAsync(Lonely("o-3", 1));

        Assert.Equal((10, 4), await ebay.StockAsync("MUG"));
        Assert.Empty(await Queries.LinesAsync(test.SellerId, Cancel));
        await TestShop.AssertLedgerBalancesAsync(test);

        RemoteOrder Lonely(string id, int quantity) =>
            ebay.Order(id, "GONE", quantity) with { Lines = [TestShop.Line("1", "GONE", quantity) with { ExternalListingId = "deleted-long-ago" }] };
    }

    [Fact]
    public async Task Links_OfAnotherSeller_AreNotThere()
    {
        var stranger = Guid.CreateVersion7();
        var (listing, variant) = (await ListingIdAsync("AMZ-1"), await VariantIdAsync("MUG"));

        Assert.Equal(LinkResult.ListingGone, await Links.LinkAsync(stranger, listing, variant, Cancel));
        Assert.Equal(LinkResult.ListingGone, await Links.UnlinkAsync(stranger, listing, Cancel));
        Assert.Equal(LinkResult.ListingGone, await Links.CreateItemAsync(stranger, listing, Cancel));
        Assert.Equal(LinkResult.ListingGone, await Links.IgnoreAsync(stranger, listing, true, Cancel));
        Assert.Equal(new LinkCounts(0, 0, 0, 0, 0), await Queries.CountAsync(stranger, Cancel));
        Assert.Empty(await Queries.FindItemsAsync(stranger, "mug", Cancel));
    }

    private async Task LinkAsync(string listingSku, string sku) =>
        Assert.True((await Links.LinkAsync(test.SellerId, await ListingIdAsync(listingSku), await VariantIdAsync(sku), Cancel)).Done);

    private async Task<Guid> ListingIdAsync(string sku) => (await ListingAsync(sku)).Id;

    private async Task<Listing> ListingAsync(string sku)
    {
        await using var db = test.Open();
        return await db.Listings.AsNoTracking().SingleAsync(l => l.Sku == sku, Cancel);
    }

    private async Task<Guid> VariantIdAsync(string sku)
    {
        await using var db = test.Open();
        return await db.Variants.Where(v => v.Sku == sku).Select(v => v.Id).SingleAsync(Cancel);
    }
}

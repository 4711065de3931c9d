using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Inventory;

/// <summary>Where stock comes from when nobody has counted: see the decision on the first count.</summary>
public sealed class FirstCountTests
{
    [Fact]
    public async Task Count_FirstListing_IsTheBaseline()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(TestShop.Listing("A", 7));

        await amazon.ListAsync(TestShop.Listing("a", 3));

        Assert.Equal((7, 0), await ebay.StockAsync("A"));
        var there = await amazon.ListingAsync("a");
        Assert.Equal((7, true, 3), (there.Wanted, there.IsDue, there.Seen));
        var here = await ebay.ListingAsync("A");
        Assert.Equal((7, false), (here.Wanted, here.IsDue));
    }

    [Fact]
    public async Task Count_OwnOpenOrdersFromBefore_AreAddedBack()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        var (own, other) = (ebay.Order("1", "A", 2), amazon.Order("2", "A", 1));
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        await ebay.ListAsync(TestShop.Listing("A", 8));

        await ebay.SellAsync(own, own with { ExternalId = "1b", Status = RemoteOrderStatus.Shipped, Lines = [TestShop.Line("1", "A", 1, 1)] });
        await amazon.SellAsync(other);

        Assert.Equal((10, 3), await ebay.StockAsync("A"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Count_OwnOrdersFromAfter_JustReserve()
    {
        await using var test = await TestDatabase.CreateAsync();
        var ebay = await TestShop.ConnectAsync(test);
        await ebay.ListAsync(TestShop.Listing("A", 8));
        test.Clock.Advance(TimeSpan.FromMinutes(5));

        await ebay.SellAsync(ebay.Order("1", "A", 2), ebay.Order("2", "A", 1, RemoteOrderStatus.Shipped, shipped: 1));

        Assert.Equal((7, 2), await ebay.StockAsync("A"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Count_AfterOrdersOfUncountedVariant_ServesThem()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(TestShop.Listing("A", null));
        Assert.Null((await ebay.ListingAsync("A")).Wanted);
        await ebay.SellAsync(ebay.Order("1", "A", 2));
        await amazon.SellAsync(amazon.Order("2", "A", 1));
        test.Clock.Advance(TimeSpan.FromMinutes(5));

        await ebay.ListAsync(TestShop.Listing("A", 8));

        Assert.Equal((10, 3), await ebay.StockAsync("A"));
        Assert.Equal(7, (await ebay.ListingAsync("A")).Wanted);
        await TestShop.AssertLedgerBalancesAsync(test);
    }
}

using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory.Allocation;

public sealed class AllocationRulesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_MarketplaceRule_MarksItsListingsAndTheyShowIt()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B");

        await SaveAsync(stores, AllocationTarget.OfMarketplace("souk"), new AllocationTerms { Buffer = 3 });

        Assert.True((await stores.SoukShop.ListingAsync("A")).IsDue);
        Assert.False((await stores.BazaarShop.ListingAsync("A")).IsDue);
        await stores.SettleAsync();
        Assert.Equal((7, 7, 10), (stores.Souk.Shown["L-A"], stores.Souk.Shown["L-B"], stores.Bazaar.Shown["L-A"]));
    }

    [Fact]
    public async Task Save_ListingBeatsStoreBeatsMarketplace()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B");
        await SaveAsync(stores, AllocationTarget.OfMarketplace("souk"), new AllocationTerms { Cap = 1 });
        await SaveAsync(stores, AllocationTarget.OfStore(stores.SoukShop.Store.ConnectionId), new AllocationTerms { Cap = 2 });
        await SaveAsync(stores, AllocationTarget.OfListing((await stores.SoukShop.ListingAsync("B")).ListingId), new AllocationTerms { Cap = 3 });

        Assert.Equal((2, 3), ((await stores.SoukShop.ListingAsync("A")).Wanted, (await stores.SoukShop.ListingAsync("B")).Wanted));

        await SaveAsync(stores, AllocationTarget.OfStore(stores.SoukShop.Store.ConnectionId), null);
        Assert.Equal((1, 3), ((await stores.SoukShop.ListingAsync("A")).Wanted, (await stores.SoukShop.ListingAsync("B")).Wanted));
    }

    [Fact]
    public async Task Save_DoNotSync_SendsNothingMoreUntilItIsRemoved()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var target = AllocationTarget.OfStore(stores.SoukShop.Store.ConnectionId);
        await SaveAsync(stores, target, new AllocationTerms { DoesNotSync = true });
        var sent = stores.Souk.Sent.Count;

        await stores.CountAsync("A", 4);
        await stores.SettleAsync();
        Assert.Equal((4, 10, sent), (stores.Bazaar.Shown["L-A"], stores.Souk.Shown["L-A"], stores.Souk.Sent.Count));

        await SaveAsync(stores, target, null);
        await stores.SettleAsync();
        Assert.Equal(4, stores.Souk.Shown["L-A"]);
    }

    [Fact]
    public async Task Sale_UnderARule_IsFollowedByTheRule()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        await SaveAsync(stores, AllocationTarget.OfMarketplace("souk"), new AllocationTerms { Percent = 50 });
        await stores.SettleAsync();

        await stores.BazaarShop.SellAsync(stores.BazaarShop.Order("o-1", "A", 7));
        await stores.SettleAsync();

        Assert.Equal(1, stores.Souk.Shown["L-A"]);
    }

    [Fact]
    public async Task Decisions_InTheDatabase_AreThoseOfThePreview()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B", "C", "D");
        foreach (var (sku, onHand) in new[] { ("A", 0), ("B", 1), ("C", 9), ("D", 50) })
        {
            await stores.CountAsync(sku, onHand);
        }

        AllocationTerms[] rules =
        [
            new() { Percent = 33 }, new() { Percent = 33, RoundsToNone = true }, new() { Buffer = 2, Percent = 50, Floor = 4, Cap = 9 }, new() { Cap = 0 }, new() { Fixed = 77 }, new() { DoesNotSync = true },
        ];
        foreach (var terms in rules)
        {
            var target = AllocationTarget.OfMarketplace("souk");
            var preview = await stores.Test.Get<AllocationPreviews>().TryAsync(stores.Test.SellerId, target, terms, Cancel);
            await SaveAsync(stores, target, terms);

            await using var db = stores.Test.Open();
            var wanted = await db.ListingStocks.ToDictionaryAsync(s => s.ListingId, s => s.Wanted, Cancel);
            Assert.Equal(4, preview.Rows.Count);
            Assert.All(preview.Rows, row => Assert.Equal(wanted[row.ListingId], row.After));
        }
    }

    [Fact]
    public async Task Preview_CountsWhatWouldChange_AndSavesNothing()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B", "C");
        await stores.CountAsync("B", 2);
        await SaveAsync(stores, AllocationTarget.OfListing((await stores.SoukShop.ListingAsync("C")).ListingId), new AllocationTerms { Cap = 5 });

        var preview = await TryAsync(stores, AllocationTarget.OfStore(stores.SoukShop.Store.ConnectionId), new AllocationTerms { Buffer = 2 });

        Assert.Equal((3, 1, 2, 1, 0), (preview.Listings, preview.WithNarrowerRule, preview.Changed, preview.ToNone, preview.Stopped));
        Assert.Equal(("A", 10, 8), (preview.Rows[0].Sku, preview.Rows[0].Before, preview.Rows[0].After));
        Assert.Equal(10, (await stores.SoukShop.ListingAsync("A")).Wanted);
    }

    [Fact]
    public async Task Preview_PercentagesThatAddUpToMoreThanAll_SayWhere()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        await SaveAsync(stores, AllocationTarget.OfMarketplace("bazaar"), new AllocationTerms { Percent = 70 });

        var tooMuch = await TryAsync(stores, AllocationTarget.OfMarketplace("souk"), new AllocationTerms { Percent = 60 });
        var right = await TryAsync(stores, AllocationTarget.OfMarketplace("souk"), new AllocationTerms { Percent = 30 });

        Assert.Equal((1, "A: 13 offered, 10 there"), (tooMuch.OverOffered, tooMuch.OverOfferedExample));
        Assert.Equal(0, right.OverOffered);
    }

    [Fact]
    public async Task Save_ForSomethingOfAnotherSeller_IsRefused()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var listing = (await stores.SoukShop.ListingAsync("A")).ListingId;
        var rules = stores.Test.Get<AllocationRules>();

        foreach (var target in new[] { AllocationTarget.OfListing(listing), AllocationTarget.OfStore(stores.SoukShop.Store.ConnectionId) })
        {
            Assert.NotNull(await rules.SaveAsync(Guid.CreateVersion7(), target, new AllocationTerms { Cap = 1 }, "stranger", Cancel));
            Assert.NotNull((await stores.Test.Get<AllocationPreviews>().TryAsync(Guid.CreateVersion7(), target, new AllocationTerms { Cap = 1 }, Cancel)).Problem);
        }

        Assert.Equal(10, (await stores.SoukShop.ListingAsync("A")).Wanted);
    }

    private static async Task SaveAsync(TwoStores stores, AllocationTarget target, AllocationTerms? terms) =>
        Assert.Null(await stores.Test.Get<AllocationRules>().SaveAsync(stores.Test.SellerId, target, terms, "test", Cancel));

    private static Task<AllocationPreview> TryAsync(TwoStores stores, AllocationTarget target, AllocationTerms terms) =>
        stores.Test.Get<AllocationPreviews>().TryAsync(stores.Test.SellerId, target, terms, Cancel);
}

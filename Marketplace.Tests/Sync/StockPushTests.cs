using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;

namespace Marketplace.Tests.Sync;

/// <summary>A sale on one marketplace reaches the listings on the others, and what they show is looked at again.</summary>
public sealed class StockPushTests
{
    [Fact]
    public async Task Sale_OnOneMarketplace_LowersTheOther()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B");
        stores.Souk.Sent.Clear();
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A", 3);

        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal(("L-A", 7), (Assert.Single(stores.Souk.Sent).Listing.ExternalId, stores.Souk.Sent[0].Quantity));
        var listing = await stores.SoukShop.ListingAsync("A");
        Assert.Equal((7, 7, 7, false), (listing.Wanted, listing.Sent, listing.Acknowledged, listing.IsDue));
        await stores.SettleAsync();
        listing = await stores.SoukShop.ListingAsync("A");
        Assert.Equal(7, listing.Seen);
        Assert.True(listing.SeenAt > listing.AcknowledgedAt);
    }

    [Fact]
    public async Task Import_First_TellsNobodyStockThatIsSoldAlready()
    {
        await using var stores = await TwoStores.CreateAsync();
        stores.Bazaar.List("A");
        stores.Souk.List("A");
        stores.Souk.Sell(stores.SoukShop, "1", "A", 4);

        await stores.StartAsync(SyncJob.Products);
        await stores.SettleAsync();

        Assert.All(stores.Bazaar.Sent.Concat(stores.Souk.Sent), change => Assert.Equal(6, change.Quantity));
        Assert.Equal((6, 6), (stores.Bazaar.Shown["L-A"], stores.Souk.Shown["L-A"]));
    }

    [Fact]
    public async Task Compare_AnswerFromBeforeAPush_DoesNotHideWhatWasSeenSince()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var (pushes, store) = (stores.Test.Get<ListingPushes>(), stores.SoukShop.Store);
        var page = await pushes.PageAsync(store.SellerId, store.ConnectionId, null, 10, TestContext.Current.CancellationToken);
        var readAt = stores.Test.Clock.GetUtcNow();
        await stores.CountAsync("A", 3);
        await stores.SettleAsync();

        await pushes.CompareAsync(store.SellerId, page, [new StockSeen("L-A", 10)], readAt, TestContext.Current.CancellationToken);

        Assert.Equal(3, (await stores.SoukShop.ListingAsync("A")).Seen);
    }

    [Fact]
    public async Task Push_ManyListings_GoesInTheLargestBatches()
    {
        var skus = Enumerable.Range(0, 60).Select(i => $"S{i}").ToArray();
        await using var stores = await TwoStores.SettledAsync(skus);
        var sizes = new List<int>();
        stores.Souk.OnPush = changes => { sizes.Add(changes.Count); return Task.CompletedTask; };

        foreach (var sku in skus)
        {
            await stores.CountAsync(sku, 5);
            await stores.CountAsync(sku, 6);
        }

        await stores.Test.RunWorkAsync();

        Assert.Equal([25, 25, 10], sizes);
        Assert.All(skus, sku => Assert.Equal(6, stores.Souk.Shown[$"L-{sku}"]));
    }

    [Fact]
    public async Task Push_ChangedMeanwhile_EndsAtTheLastValue()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var changed = false;
        stores.Souk.OnPush = async _ =>
        {
            if (!changed)
            {
                changed = true;
                await stores.CountAsync("A", 3);
            }
        };

        await stores.CountAsync("A", 8);
        await stores.Test.RunWorkAsync();

        Assert.Equal([8, 3], stores.Souk.Sent.TakeLast(2).Select(c => c.Quantity));
        Assert.Equal(3, stores.Souk.Shown["L-A"]);
        Assert.False((await stores.SoukShop.ListingAsync("A")).IsDue);
    }

    [Fact]
    public async Task Push_BackAndForthMeanwhile_DoesNotTrustAnUnacknowledgedNumber()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Souk.OnPush = async changes =>
        {
            if (changes[0].Quantity == 8)
            {
                await stores.CountAsync("A", 10);
            }
        };

        await stores.CountAsync("A", 8);
        await stores.Test.RunWorkAsync();

        Assert.Equal(10, stores.Souk.Shown["L-A"]);
    }

    [Fact]
    public async Task Push_LostOnTheWay_IsSentAgain()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var fail = true;
        stores.Souk.OnPush = _ => fail ? throw new TransientException("no answer") : Task.CompletedTask;
        await stores.CountAsync("A", 8);
        await stores.Test.RunWorkAsync();
        Assert.Equal(10, stores.Souk.Shown["L-A"]);

        fail = false;
        await stores.SettleAsync();

        Assert.Equal(8, stores.Souk.Shown["L-A"]);
        Assert.Equal(8, stores.Bazaar.Shown["L-A"]);
    }

    [Fact]
    public async Task Push_OneListingRefused_TheOthersGoThroughAndItSaysWhy()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B", "C");
        stores.Souk.OnPush = changes =>
            changes.Any(c => c.Listing.ExternalId == "L-B") && changes.Count > 1 ? throw new RejectedException("One listing is invalid.") : Task.CompletedTask;
        stores.Souk.Judge = change => change.Listing.ExternalId == "L-B"
            ? new StockVerdict("L-B", false, "The listing is locked.")
            : new StockVerdict(change.Listing.ExternalId, true);

        foreach (var sku in new[] { "A", "B", "C" })
        {
            await stores.CountAsync(sku, 4);
        }

        await stores.Test.RunWorkAsync();

        Assert.Equal((4, 10, 4), (stores.Souk.Shown["L-A"], stores.Souk.Shown["L-B"], stores.Souk.Shown["L-C"]));
        var refused = await stores.SoukShop.ListingAsync("B");
        Assert.Equal(("The listing is locked.", false), (refused.Problem, refused.IsDue));
    }

    [Fact]
    public async Task Verify_AcceptedButNotShown_IsSentAgainWhenPatienceEnds()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Souk.Ignores = 1;

        await stores.CountAsync("A", 4);
        await stores.Test.RunWorkAsync();
        Assert.Equal(10, stores.Souk.Shown["L-A"]);
        await stores.SettleAsync();

        Assert.Equal(4, stores.Souk.Shown["L-A"]);
        var listing = await stores.SoukShop.ListingAsync("A");
        Assert.Equal((4, null), (listing.Seen, listing.Problem));
    }

    [Fact]
    public async Task Drift_ThatNoSaleExplains_IsHealed()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B");
        stores.Souk.Shown["L-A"] = 2;
        stores.Souk.Shown["L-B"] = 99;

        await stores.StartAsync(SyncJob.Inventory);
        await stores.SettleAsync();
        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal((10, 10), (stores.Souk.Shown["L-A"], stores.Souk.Shown["L-B"]));
        Assert.Equal(10, stores.Bazaar.Shown["L-A"]);
    }

    [Fact]
    public async Task Drift_ThatASaleExplains_IsNeverRaisedAgain()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Souk.Sent.Clear();
        stores.Souk.Sell(stores.SoukShop, "1", "A", 4);

        await stores.StartAsync(SyncJob.Inventory);
        await stores.SettleAsync();

        Assert.DoesNotContain(stores.Souk.Sent, change => change.Quantity > 6);
        Assert.Equal((6, 6), (stores.Souk.Shown["L-A"], stores.Bazaar.Shown["L-A"]));
        Assert.Equal((10, 4), await stores.SoukShop.StockAsync("A"));
    }
}

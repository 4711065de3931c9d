using Marketplace.Core.Changes;
using Marketplace.Core.Sync;

namespace Marketplace.Tests.Sync;

/// <summary>Reading what listings show, and what open pages hear of it.</summary>
public sealed class StockCheckTests
{
    [Fact]
    public async Task Check_OfListingsThatShowTheSame_TellsPagesNothing()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B");
        var before = (await stores.SoukShop.ListingAsync("A")).SeenAt;
        var told = new List<ChangeTopic>();
        using var hook = stores.Test.Get<ChangeFeed>().OnPublished(change => told.Add(change.Topic));

        await stores.StartAsync(SyncJob.Inventory);

        Assert.DoesNotContain(ChangeTopic.Inventory, told);
        Assert.True((await stores.SoukShop.ListingAsync("A")).SeenAt > before);
    }

    [Fact]
    public async Task Check_OfAListingThatShowsAnother_TellsPages()
    {
        await using var stores = await TwoStores.SettledAsync("A", "B");
        stores.Souk.Shown["L-B"] = 4;
        var told = new List<ChangeTopic>();
        using var hook = stores.Test.Get<ChangeFeed>().OnPublished(change => told.Add(change.Topic));

        await stores.StartAsync(SyncJob.Inventory);

        Assert.Contains(ChangeTopic.Inventory, told);
        Assert.Equal((10, 4), ((await stores.SoukShop.ListingAsync("A")).Seen, (await stores.SoukShop.ListingAsync("B")).Seen));
    }
}

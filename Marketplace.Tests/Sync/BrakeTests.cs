using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Sync;

namespace Marketplace.Tests.Sync;

/// <summary>Edits that would empty or turn over a store stop and ask; sales never do.</summary>
public sealed class BrakeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Push_EditsThatEmptyAStore_AreHeldAndAskedAbout(bool onPostgres)
    {
        await using var stores = await SettledAsync(onPostgres);
        await ZeroAsync(stores, 15);
        await stores.Test.RunWorkAsync();

        Assert.Empty(stores.Souk.Sent);
        var brakes = await OnAsync(stores);
        Assert.Equal(2, brakes.Count);
        Assert.All(brakes, b => Assert.Equal((BrakeState.Asking, 15, 15, 40), (b.State, b.Held, b.ToZero, b.Listings)));
        Assert.Equal((10, 0), (brakes[0].Samples[0].Shows, brakes[0].Samples[0].WouldShow));
        Assert.Equal(5, brakes[0].Samples.Count);
    }

    [Fact]
    public async Task SendAnyway_SendsAllThatWasHeld()
    {
        await using var stores = await SettledAsync();
        await ZeroAsync(stores, 15);
        await stores.Test.RunWorkAsync();

        Assert.True(await AnswerAsync(stores, send: true));
        await stores.Test.RunWorkAsync();

        Assert.Equal(15, stores.Souk.Sent.Count(c => c.Quantity == 0));
        Assert.DoesNotContain(await OnAsync(stores), b => b.ConnectionId == stores.SoukShop.Store.ConnectionId);
        Assert.False(await AnswerAsync(stores, send: true));
    }

    [Fact]
    public async Task Hold_KeepsThemBackWhileSalesGoThrough()
    {
        await using var stores = await SettledAsync();
        await ZeroAsync(stores, 15);
        await stores.Test.RunWorkAsync();
        Assert.True(await AnswerAsync(stores, send: false));

        stores.Bazaar.Sell(stores.BazaarShop, "1", "S30", 4);
        await stores.StartAsync(SyncJob.Orders);
        await stores.SettleAsync();

        Assert.Equal(("L-S30", 6), (Assert.Single(stores.Souk.Sent).Listing.ExternalId, stores.Souk.Sent[0].Quantity));
        Assert.Equal((BrakeState.Holding, 15, "tester"), (await OnAsync(stores)).Where(b => b.ConnectionId == stores.SoukShop.Store.ConnectionId).Select(b => (b.State, b.Held, b.AnsweredBy)).Single());
    }

    [Fact]
    public async Task Edit_TakenBack_ReleasesTheBrakeByItself()
    {
        await using var stores = await SettledAsync();
        await ZeroAsync(stores, 15);
        await stores.Test.RunWorkAsync();

        for (var i = 0; i < 13; i++)
        {
            await stores.CountAsync($"S{i}", 10);
        }

        await stores.CountAsync("S20", 9);
        await stores.SettleAsync();

        Assert.Equal([("L-S13", 0), ("L-S14", 0), ("L-S20", 9)], stores.Souk.Sent.Select(c => (c.Listing.ExternalId, c.Quantity)).Order());
        Assert.Empty(await OnAsync(stores));
    }

    [Fact]
    public async Task Sales_ThatEmptyAWholeStore_AreToldAtOnce()
    {
        await using var stores = await SettledAsync();
        for (var i = 0; i < 40; i++)
        {
            stores.Bazaar.Sell(stores.BazaarShop, $"{i}", $"S{i}", 10);
        }

        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal(40, stores.Souk.Sent.Count(c => c.Quantity == 0));
        Assert.Empty(await OnAsync(stores));
    }

    [Fact]
    public async Task Sale_OfTheLastOneOfAHeldListing_GoesThrough()
    {
        await using var stores = await SettledAsync();
        for (var i = 0; i < 40; i++)
        {
            await stores.CountAsync($"S{i}", i < 20 ? 0 : 3);
        }

        await stores.Test.RunWorkAsync();
        Assert.Empty(stores.Souk.Sent);
        stores.Bazaar.Sell(stores.BazaarShop, "1", "S39", 3);
        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal(("L-S39", 0), (Assert.Single(stores.Souk.Sent).Listing.ExternalId, stores.Souk.Sent[0].Quantity));
    }

    [Fact]
    public async Task Edits_OneByOne_AddUpWithinTheWindow()
    {
        await using var stores = await SettledAsync();
        for (var i = 0; i < 15; i++)
        {
            await stores.CountAsync($"S{i}", 0);
            await stores.Test.RunWorkAsync();
        }

        Assert.Equal(10, stores.Souk.Sent.Count);
        Assert.Equal(5, (await OnAsync(stores))[0].Held);
    }

    [Fact]
    public async Task Limits_OfAStore_TakeTheSettingsPlace()
    {
        await using var stores = await SettledAsync();
        var (brakes, souk) = (stores.Test.Get<StockBrakes>(), stores.SoukShop.Store);
        Assert.True(await brakes.SetLimitsAsync(souk.SellerId, souk.ConnectionId, new BrakeLimits(30, 80, 100), Cancel));
        Assert.False(await brakes.SetLimitsAsync(Guid.CreateVersion7(), souk.ConnectionId, null, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => brakes.SetLimitsAsync(souk.SellerId, souk.ConnectionId, new BrakeLimits(0, 80, 100), Cancel));
        await ZeroAsync(stores, 15);

        await stores.Test.RunWorkAsync();

        Assert.Equal(15, stores.Souk.Sent.Count);
        Assert.Equal("bazaar", Assert.Single(await OnAsync(stores)).Marketplace);
        Assert.Equal(new BrakeLimits(30, 80, 100), await brakes.LimitsAsync(souk.SellerId, souk.ConnectionId, Cancel));
        await brakes.SetLimitsAsync(souk.SellerId, souk.ConnectionId, null, Cancel);
        Assert.Equal(50, (await brakes.LimitsAsync(souk.SellerId, souk.ConnectionId, Cancel)).MaxToZero);
    }

    [Fact]
    public async Task Push_ThatChangesMostListings_IsHeld()
    {
        await using var stores = await TwoStores.SettledAsync([.. Enumerable.Range(0, 150).Select(i => $"S{i}")]);
        var acts = new List<StockAct>();
        for (var i = 0; i < 150; i++)
        {
            acts.Add(new StockAct { VariantId = await stores.SoukShop.VariantAsync($"S{i}"), Kind = StockActKind.CountAll, Items = 7 });
        }

        var ledger = stores.Test.Get<StockLedger>();
        await ledger.DoAsync(stores.Test.SellerId, acts, "tester", Cancel);
        await stores.SettleAsync();
        Assert.Equal(150, stores.Souk.Sent.Count);

        await ledger.DoAsync(stores.Test.SellerId, [.. acts.Select(a => a with { Items = 900 })], "tester", Cancel);
        await stores.SettleAsync();

        Assert.Equal(150, stores.Souk.Sent.Count);
        Assert.Equal((150, 0), (await OnAsync(stores)).Select(b => (b.Held, b.ToZero)).First());
    }

    private static async Task<TwoStores> SettledAsync(bool onPostgres = false) =>
        await TwoStores.SettledAsync(onPostgres, [.. Enumerable.Range(0, 40).Select(i => $"S{i}")]);

    private static async Task ZeroAsync(TwoStores stores, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await stores.CountAsync($"S{i}", 0);
        }
    }

    private static Task<IReadOnlyList<BrakeView>> OnAsync(TwoStores stores) => stores.Test.Get<BrakeQueries>().OnAsync(stores.Test.SellerId, Cancel);

    private static Task<bool> AnswerAsync(TwoStores stores, bool send) =>
        stores.Test.Get<StockBrakes>().AnswerAsync(stores.Test.SellerId, stores.SoukShop.Store.ConnectionId, send, "tester", Cancel);
}

using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Sync;

/// <summary>A seller with a store on each of two scripted marketplaces.</summary>
internal sealed class TwoStores : IAsyncDisposable
{
    private TwoStores(TestDatabase test, ScriptedMarketplace bazaar, ScriptedMarketplace souk)
    {
        Test = test;
        Bazaar = bazaar;
        Souk = souk;
    }

    public TestDatabase Test { get; }

    public ScriptedMarketplace Bazaar { get; }

    public ScriptedMarketplace Souk { get; }

    public TestShop BazaarShop { get; private set; } = null!;

    public TestShop SoukShop { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Connects both stores; nothing is read yet.</summary>
    public static async Task<TwoStores> CreateAsync(bool onPostgres = false, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var markets = new List<ScriptedMarketplace>();
        var test = await TestDatabase.CreateAsync(platforms: platforms =>
        {
            foreach (var key in new[] { "bazaar", "souk" })
            {
                platforms.Add(provider =>
                {
                    var market = new ScriptedMarketplace(key, provider.GetRequiredService<TimeProvider>());
                    markets.Add(market);
                    return market.Platform;
                });
            }
        }, settings: settings, onPostgres: onPostgres);
        test.Get<Marketplace.Core.Platforms.PlatformCatalog>();
        return new TwoStores(test, markets[0], markets[1])
        {
            BazaarShop = await TestShop.ConnectAsync(test, "bazaar"),
            SoukShop = await TestShop.ConnectAsync(test, "souk"),
        };
    }

    /// <summary>Both stores list the SKUs, ten of each, and everything was read and settled an hour ago.</summary>
    public static Task<TwoStores> SettledAsync(params string[] skus) => SettledAsync(false, skus);

    /// <summary>The same, on the database that the test wants.</summary>
    public static async Task<TwoStores> SettledAsync(bool onPostgres, string[] skus)
    {
        var stores = await CreateAsync(onPostgres);
        stores.Bazaar.List(skus);
        stores.Souk.List(skus);
        await stores.StartAsync(SyncJob.Products);
        await stores.SettleAsync();
        return stores;
    }

    /// <summary>Runs a job on both stores, with what follows from it.</summary>
    public async Task StartAsync(SyncJob job)
    {
        await Test.Get<SyncStarter>().StartAsync(Test.SellerId, job, null, "test", Cancel);
        await Test.RunWorkAsync();
    }

    /// <summary>Lets an hour go by in which all that is waiting comes due.</summary>
    public async Task SettleAsync()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            Test.Clock.Advance(TimeSpan.FromMinutes(1));
            await Test.RunWorkAsync();
        }
    }

    /// <summary>The last run of a job on a store.</summary>
    public async Task<SyncRun> LastRunAsync(TestShop shop, SyncJob job)
    {
        await using var db = Test.Open();
        return await db.SyncRuns.AsNoTracking().Where(r => r.ConnectionId == shop.Store.ConnectionId && r.Job == job).OrderByDescending(r => r.Id).FirstAsync(Cancel);
    }

    /// <summary>Counts a SKU.</summary>
    public async Task CountAsync(string sku, int onHand)
    {
        Guid variant;
        await using (var db = Test.Open())
        {
            variant = await db.Variants.Where(v => v.Sku == sku).Select(v => v.Id).SingleAsync(Cancel);
        }

        Assert.True((await Test.Get<StockLedger>().SetOnHandAsync(Test.SellerId, variant, onHand, "test", null, Cancel)).Done);
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}

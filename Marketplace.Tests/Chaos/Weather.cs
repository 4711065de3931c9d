using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Core.Sync.Watch;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Connections;
using Marketplace.Tests.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Chaos;

/// <summary>
/// Three stores that sell all the time while marketplaces fail, throttle, and lose, double and shuffle their notifications; in the
/// middle one withdraws its consent and gets it back. Time runs fast, so that what waits for minutes is seen to its end.
/// </summary>
internal sealed class Weather(TestApp app, Guid seller)
{
    /// <summary>How much faster than the wall's the application's clock runs.</summary>
    public const double Speed = 20;

    private const string Revoked = "amazon";
    private const int OnHand = 5_000;

    // Most meet an operation that is seldom called, and wait for it.
    private const int FaultsPerSale = 6;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(180);
    private static readonly FaultKind[] Kinds = [FaultKind.Error, FaultKind.Throttle, FaultKind.Timeout, FaultKind.Reset, FaultKind.Partial, FaultKind.Ignored];
    private static readonly string[] Marketplaces = ["ebay", "amazon", "tiktok"];
    private readonly Random random = new(7);

    /// <summary>Settings of an application that goes through it.</summary>
    public static Dictionary<string, string?> Settings { get; } = new()
    {
        ["Sandbox:Listings"] = "12",
        ["Sandbox:Orders"] = "4",
        ["Sandbox:Notifications:Copies"] = "2",
        ["Sandbox:Notifications:DisorderPercent"] = "50",
        ["Sandbox:Notifications:LostPercent"] = "25",
        ["Sandbox:Notifications:ForgedPercent"] = "20",

        // A lease is about dead processes, of which there are none here; at this speed a busy machine would lose it.
        ["Work:LeaseSeconds"] = "600",
        ["Work:MaxBackoffSeconds"] = "60",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Ids of all orders by marketplace, as the marketplaces gave them when somebody bought.</summary>
    public List<(string Marketplace, string Id)> Sold { get; } = [];

    /// <summary>Items sold by SKU key.</summary>
    public Dictionary<string, int> SoldOf { get; } = [];

    /// <summary>What was available by SKU key before the first of these sales.</summary>
    public IReadOnlyDictionary<string, int> Before { get; private set; } = new Dictionary<string, int>();

    /// <summary>A context in the seller's name.</summary>
    public MarketplaceDbContext Open() => app.Services.GetRequiredService<MarketplaceDb>().Open(seller);

    /// <summary>Goes through it: a fair beginning, the bad time, and the first readings after it.</summary>
    /// <param name="length">How long the bad time takes, by the wall's clock.</param>
    public async Task LiveAsync(TimeSpan length)
    {
        foreach (var marketplace in Marketplaces)
        {
            var store = await TestStore.ConnectAsync(app, marketplace);
            await app.Services.GetRequiredService<SyncStarter>().StartForConnectionAsync(seller, store, SyncJob.Products, "connect", Cancel);
        }

        await UntilAsync("all stores are read", async db => await db.SyncCursors.CountAsync(c => c.Job == SyncJob.Orders, Cancel) == Marketplaces.Length);
        await StockUpAsync();
        await SellAsync(length / 2, SyncJob.Orders, SyncJob.Inventory);
        await LoseConsentAsync();
        await SellAsync(length / 4, SyncJob.Orders);
        await RegainConsentAsync();
        await SellAsync(length / 4, SyncJob.Orders, SyncJob.Products);
        app.Faults.Clear();
        await SettleAsync();
    }

    private async Task StockUpAsync()
    {
        List<(Guid Variant, string Sku)> shared;
        await using (var db = Open())
        {
            var listings = await db.Listings.Where(l => !l.FulfilledByMarketplace && l.VariantId != null).Select(l => new { l.VariantId, l.Sku, l.Marketplace }).ToListAsync(Cancel);
            shared = [.. listings.GroupBy(l => (l.VariantId!.Value, l.Sku!)).Where(g => g.Select(l => l.Marketplace).Distinct().Count() == Marketplaces.Length).Select(g => g.Key)];
        }

        Assert.NotEmpty(shared);
        foreach (var (variant, _) in shared)
        {
            Assert.True((await app.Services.GetRequiredService<StockLedger>().SetOnHandAsync(seller, variant, OnHand, "weather", null, Cancel)).Done);
        }

        await SettleAsync();
        Before = await AvailableAsync([.. shared.Select(s => s.Sku)]);
    }

    /// <summary>What is available now, by SKU.</summary>
    public async Task<IReadOnlyDictionary<string, int>> AvailableAsync(IReadOnlyCollection<string> skus)
    {
        var keys = skus.ToDictionary(Sku.Key);
        await using var db = Open();
        return await db.Variants.Where(v => keys.Keys.Contains(v.SkuKey!))
            .Join(db.StockLevels, v => v.Id, s => s.VariantId, (v, s) => new { v.SkuKey, s.Available }).ToDictionaryAsync(x => keys[x.SkuKey!], x => x.Available, Cancel);
    }

    private async Task SellAsync(TimeSpan length, params SyncJob[] jobs)
    {
        var started = TimeProvider.System.GetTimestamp();
        var skus = Before.Keys.Order(StringComparer.Ordinal).ToList();
        for (var turn = 0; TimeProvider.System.GetElapsedTime(started) < length; turn++)
        {
            var (marketplace, sku) = (Marketplaces[random.Next(Marketplaces.Length)], skus[random.Next(skus.Count)]);
            Sold.AddRange(app.Marketplace(marketplace).CreateOrders(1, sku, 1).Select(id => (marketplace, id)));
            SoldOf[sku] = SoldOf.GetValueOrDefault(sku) + 1;
            for (var fault = 0; fault < FaultsPerSale; fault++)
            {
                var plan = OperationInUse.All[random.Next(OperationInUse.All.Count)].Plan;
                app.Faults.Arm(plan.Marketplace.Value, plan.Name, Kinds[random.Next(Kinds.Length)], 1, null);
            }

            // As the schedule would.
            await app.Services.GetRequiredService<SyncStarter>().StartAsync(seller, jobs[turn % jobs.Length], null, "weather", Cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(100), Cancel);
        }
    }

    private async Task LoseConsentAsync()
    {
        app.Marketplace(Revoked).Revoke();
        await UntilAsync("the dead store is told of", async db =>
            await db.Connections.AnyAsync(c => c.Marketplace == Revoked && c.State == ConnectionState.NeedsReauthorization, Cancel)
            && await db.Alerts.AnyAsync(a => a.Kind == AlertKinds.StoreDead && a.OpenKey != null, Cancel));
    }

    // A person whose consent fails presses the button again.
    private async Task RegainConsentAsync()
    {
        for (var isBack = false; !isBack;)
        {
            try
            {
                await TestStore.ConnectAsync(app, Revoked);
                isBack = true;
            }
            catch (Exception exception) when (exception is PlatformException or HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), Cancel);
            }
        }
    }

    // The next readings on the schedule, in fair weather: whatever got lost must be found by them.
    private async Task SettleAsync()
    {
        await UntilAsync("every sale is here", async db => !Sold.Except(await StoredAsync(db)).Any(), SyncJob.Orders);
        await UntilAsync("every quantity is accepted and seen", async db => !await db.ListingStocks.AnyAsync(s => s.Wanted != null && (s.IsDue || s.Seen != s.Wanted), Cancel), SyncJob.Inventory);
        await UntilAsync("no run is under way", async db => !await db.SyncRuns.AnyAsync(r => r.FinishedAt == null, Cancel));
        await UntilAsync("no alert but of late orders is open", async db => !await db.Alerts.AnyAsync(a => a.OpenKey != null && a.Kind != AlertKinds.OrdersLate, Cancel));
    }

    // There were orders before the first sale, so that counting would not do.
    private static async Task<IEnumerable<(string Marketplace, string Id)>> StoredAsync(MarketplaceDbContext db) =>
        (await db.Orders.AsNoTracking().Select(o => new { o.Marketplace, o.ExternalId }).ToListAsync(Cancel)).Select(o => (o.Marketplace, o.ExternalId));

    private async Task UntilAsync(string what, Func<MarketplaceDbContext, Task<bool>> holds, SyncJob? again = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var turn = 0; ; turn++)
        {
            await using (var db = Open())
            {
                if (await holds(db))
                {
                    return;
                }
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Bound, $"{what}: not within {Bound}. {await StormTruth.DescribeAsync(Open)}");
            if (again is { } job && turn % 50 == 0)
            {
                await app.Services.GetRequiredService<SyncStarter>().StartAsync(seller, job, null, "weather", Cancel);
            }

            await Task.Delay(50, Cancel);
        }
    }
}

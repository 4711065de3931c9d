using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Changes;
using Marketplace.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Benchmarks.Cases;

/// <summary>
/// Buyers order on TikTok Shop at a steady rate, each another SKU. The marketplace notifies us; measured is the time from the sale
/// until eBay and Amazon have been told the new quantity, and until an open page hears of the order.
/// </summary>
internal sealed class SaleReachesOthers : IBenchmark
{
    private const string SoldOn = "tiktok";
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(250);

    // Above what is measured, and far below none at all: Amazon's five patches a second become fifty times as many.
    private const double RateFactor = 100;

    public string Name => "sale-to-others";

    public string About => "sale on one channel until the other channels' stock calls are answered, at 50 orders a second";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (perSecond, seconds) = (settings.Pick(5, 50, 50), settings.Pick(1, 10, 60));
        await using var bed = await Bed.MakeAsync(settings, 2 * perSecond * seconds, 0, RateFactor, cancellationToken);
        var stores = new List<Guid>();
        foreach (var marketplace in Bed.Marketplaces)
        {
            stores.Add(await bed.ConnectAsync(marketplace, cancellationToken));
            await bed.ImportListingsAsync(stores[^1], cancellationToken);
        }

        foreach (var store in stores)
        {
            await bed.RunAsync(store, SyncJob.Orders, cancellationToken);
        }

        var (platform, connection) = await bed.OpenAsync(stores[Bed.Marketplaces.ToList().IndexOf(SoldOn)], cancellationToken);
        await platform.Subscriptions!.SubscribeAsync(connection, new Uri(bed.App.Address, $"/webhooks/{SoldOn}"), cancellationToken);
        var skus = await SharedSkusAsync(bed.App, perSecond * seconds, cancellationToken);

        var heard = new ConcurrentDictionary<Guid, DateTimeOffset>();
        using var page = bed.App.Get<ChangeFeed>().Subscribe(bed.App.SellerId, [ChangeTopic.Orders], LiveInterval, changes =>
        {
            foreach (var change in changes.Where(c => c.Id is not null))
            {
                heard.TryAdd(change.Id!.Value, TimeProvider.System.GetUtcNow());
            }

            return Task.CompletedTask;
        });
        await using var meter = Meter.Start();
        var sold = await SellAsync(bed, skus, perSecond, cancellationToken);
        await UntilSettledAsync(bed.App, sold.Count, cancellationToken);
        var run = await meter.StopAsync(new Figures(Name, $"{sold.Count:N0} sales at {perSecond}/s until everything is settled"));
        await Bed.UntilAsync(() => Task.FromResult(heard.Count >= sold.Count), cancellationToken);
        yield return run with { Items = sold.Count };

        foreach (var other in Bed.Marketplaces.Where(m => m != SoldOn))
        {
            var times = new List<TimeSpan>();
            foreach (var (sku, at, _) in sold)
            {
                var told = (await bed.Sandbox.ChangesAsync(other, sku, cancellationToken)).Where(c => c.At > at).ToList();
                times.Add(told.Count > 0 ? told[0].At - at : TimeSpan.MaxValue);
            }

            var latency = Percentiles.Of(times);
            yield return new Figures(Name, $"until {other} has taken the quantity") { Items = sold.Count, Latency = latency, Target = "p95 < 2 s, p99 < 5 s", Met = latency is { P95: < 2_000, P99: < 5_000 } };
        }

        var seen = Percentiles.Of(await SeenAsync(bed.App, sold, heard, cancellationToken));
        yield return new Figures(Name, "until an open page hears of the order") { Items = sold.Count, Latency = seen, Target = "p95 < 1 s", Met = seen.P95 < 1_000 };
    }

    private static async Task<List<string>> SharedSkusAsync(ProductApp app, int most, CancellationToken cancellationToken)
    {
        await using var db = app.OpenDatabase();
        return await (
            from listing in db.Listings
            join level in db.StockLevels on listing.VariantId equals (Guid?)level.VariantId
            where listing.Sku != null && !listing.FulfilledByMarketplace && level.Available > 1
            group listing by listing.Sku into same
            where same.Count() == 3
            orderby same.Key
            select same.Key!).Take(most).ToListAsync(cancellationToken);
    }

    // Each sale has its own moment, however long the one before took.
    private static async Task<List<(string Sku, DateTimeOffset At, string OrderId)>> SellAsync(Bed bed, List<string> skus, int perSecond, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var sales = skus.Select(async (sku, i) =>
        {
            var wait = TimeSpan.FromSeconds((double)i / perSecond) - Stopwatch.GetElapsedTime(started);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
            var at = TimeProvider.System.GetUtcNow();
            var ids = await bed.Sandbox.SellAsync(SoldOn, 1, sku, cancellationToken);
            return (sku, at, ids[0]);
        });
        return [.. await Task.WhenAll(sales)];
    }

    private static Task UntilSettledAsync(ProductApp app, int orders, CancellationToken cancellationToken) => Bed.UntilAsync(
        async () =>
        {
            await using var db = app.OpenDatabase();
            return await db.Orders.CountAsync(cancellationToken) >= orders && !await db.ListingStocks.AnyAsync(s => s.Wanted != null && (s.IsDue || s.SentAt > s.AcknowledgedAt), cancellationToken);
        },
        cancellationToken);

    private static async Task<List<TimeSpan>> SeenAsync(
        ProductApp app, List<(string Sku, DateTimeOffset At, string OrderId)> sold, ConcurrentDictionary<Guid, DateTimeOffset> heard, CancellationToken cancellationToken)
    {
        await using var db = app.OpenDatabase();
        var ids = await db.Orders.Select(o => new { o.ExternalId, o.Id }).ToDictionaryAsync(o => o.ExternalId, o => o.Id, cancellationToken);
        return [.. sold.Select(s => heard.TryGetValue(ids[s.OrderId], out var at) ? at - s.At : TimeSpan.MaxValue)];
    }
}

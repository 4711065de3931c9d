using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Benchmarks.Cases;

/// <summary>
/// Buyers order on all marketplaces at once, at the rate of a million a day and at that of a rush. TikTok Shop notifies us, the others
/// are read over and over; in the end every order must be here once, and hold its stock once.
/// </summary>
internal sealed class SustainedLoad : IBenchmark
{
    private const string Notifying = "tiktok";
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(2);

    // Sales of one moment are made together, so that the sandbox's own entrance is no bottleneck.
    private const int MomentsPerSecond = 10;

    public string Name => "sustained-load";

    public string About => "orders on all marketplaces at 12 a second, then at 200 a second: none lost, none doubled";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var bed = await Bed.MakeAsync(settings, settings.Pick(30, 500, 2_000), 0, Rates.Unhurried, cancellationToken);
        var stores = new Dictionary<string, Guid>();
        foreach (var marketplace in Bed.Marketplaces)
        {
            stores[marketplace] = await bed.ConnectAsync(marketplace, cancellationToken);
            await bed.ImportListingsAsync(stores[marketplace], cancellationToken);
            await bed.RunAsync(stores[marketplace], SyncJob.Orders, cancellationToken);
        }

        var (platform, connection) = await bed.OpenAsync(stores[Notifying], cancellationToken);
        await platform.Subscriptions!.SubscribeAsync(connection, new Uri(bed.App.Address, $"/webhooks/{Notifying}"), cancellationToken);
        yield return await LoadAsync(bed, stores, settings.Pick(6, 12, 12), settings.Pick(1, 20, 150), cancellationToken);
        yield return await LoadAsync(bed, stores, settings.Pick(20, 200, 200), settings.Pick(1, 5, 60), cancellationToken);
    }

    private async Task<Figures> LoadAsync(Bed bed, Dictionary<string, Guid> stores, int perSecond, int seconds, CancellationToken cancellationToken)
    {
        await using var meter = Meter.Start();
        using var sold = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.WhenAll(stores.Where(s => s.Key != Notifying).Select(s => ReadAsync(bed, s.Value, sold.Token)));
        var sales = await SellAsync(bed, perSecond, seconds, cancellationToken);
        var told = sales.Count(s => s.Value.Marketplace == Notifying);
        await Bed.UntilAsync(async () => await StoredAsync(bed, sales, cancellationToken) == told, cancellationToken);
        await sold.CancelAsync();
        await reading;

        // The poll is the backstop: what nobody told us of comes with it, and what is here already stays as it is.
        foreach (var store in stores.Values)
        {
            await bed.RunAsync(store, SyncJob.Orders, cancellationToken);
        }

        var row = await meter.StopAsync(new Figures(Name, string.Create(CultureInfo.InvariantCulture, $"{perSecond} a second for {seconds} s, until all are here")));
        await using var db = bed.App.OpenDatabase();
        var here = await db.Orders.Select(o => new { o.ExternalId, o.ImportedAt }).ToListAsync(cancellationToken);
        var mine = here.Where(o => sales.ContainsKey(o.ExternalId)).ToList();
        var lines = await db.OrderLines.CountAsync(l => l.VariantId != null && db.Orders.Any(o => o.Id == l.OrderId && !o.FulfilledByMarketplace), cancellationToken);
        var exact = mine.Count == sales.Count && mine.DistinctBy(o => o.ExternalId).Count() == sales.Count && await db.Reservations.CountAsync(cancellationToken) == lines;
        return row with
        {
            Items = mine.Count,
            Latency = Percentiles.Of(mine.Where(o => sales[o.ExternalId].Marketplace == Notifying).Select(o => o.ImportedAt - sales[o.ExternalId].At)),
            Target = string.Create(CultureInfo.InvariantCulture, $"{sales.Count:N0} orders, none lost, none doubled"),
            Met = exact,
        };
    }

    private static async Task<int> StoredAsync(Bed bed, ConcurrentDictionary<string, (string Marketplace, DateTimeOffset At)> sales, CancellationToken cancellationToken)
    {
        await using var db = bed.App.OpenDatabase();
        var ids = await db.Orders.Where(o => o.Marketplace == Notifying).Select(o => o.ExternalId).ToListAsync(cancellationToken);
        return ids.Count(sales.ContainsKey);
    }

    private static async Task ReadAsync(Bed bed, Guid store, CancellationToken sold)
    {
        try
        {
            while (true)
            {
                await bed.RunAsync(store, SyncJob.Orders, sold);
                await Task.Delay(BetweenReads, sold);
            }
        }
        catch (OperationCanceledException) when (sold.IsCancellationRequested)
        {
            // All is sold.
        }
    }

    private static async Task<ConcurrentDictionary<string, (string Marketplace, DateTimeOffset At)>> SellAsync(Bed bed, int perSecond, int seconds, CancellationToken cancellationToken)
    {
        var sales = new ConcurrentDictionary<string, (string, DateTimeOffset)>();
        var started = Stopwatch.GetTimestamp();
        var total = perSecond * seconds;
        var moments = Math.Min(total, seconds * MomentsPerSecond);
        await Task.WhenAll(Enumerable.Range(0, moments).Select(async moment =>
        {
            var count = (int)((moment + 1L) * total / moments) - (int)((long)moment * total / moments);
            var wait = TimeSpan.FromSeconds((double)moment * seconds / moments) - Stopwatch.GetElapsedTime(started);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
            var marketplace = Bed.Marketplaces[moment % Bed.Marketplaces.Count];
            var at = TimeProvider.System.GetUtcNow();
            foreach (var id in await bed.Sandbox.SellAsync(marketplace, count, null, cancellationToken))
            {
                sales[id] = (marketplace, at);
            }
        }));
        return sales;
    }
}

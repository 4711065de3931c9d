using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Sync;

namespace Marketplace.Benchmarks.Cases;

/// <summary>The orders page left open in many tabs: what each holds in memory, and what they cost while nothing happens and while orders come in.</summary>
internal sealed class PagesLeftOpen : IBenchmark
{
    private const string Marketplace = "tiktok";
    private const string Newest = "/orders?tab=all&sort=placed&dir=desc";

    public string Name => "open-pages";

    public string About => "memory and processor time of 200 open pages, at rest and while an order comes in every second";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (OpenPages.Program is null)
        {
            throw new InvalidOperationException("There is no Chromium on this machine to open pages with (Debian: apt-get install chromium).");
        }

        var (count, length) = (settings.Pick(2, 20, 200), TimeSpan.FromSeconds(settings.Pick(2, 20, 60)));
        await using var bed = await Bed.MakeAsync(settings, 30, settings.Pick(20, 200, 1_000), Rates.Unhurried, cancellationToken);
        var store = await bed.ConnectAsync(Marketplace, cancellationToken);
        await bed.ImportListingsAsync(store, cancellationToken);
        await bed.RunAsync(store, SyncJob.Orders, cancellationToken);
        var (platform, connection) = await bed.OpenAsync(store, cancellationToken);
        await platform.Subscriptions!.SubscribeAsync(connection, new Uri(bed.App.Address, $"/webhooks/{Marketplace}"), cancellationToken);

        await using var pages = await OpenPages.SignInAsync(bed.App);
        await pages.OpenAsync(Newest, 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using (var opening = Meter.Start())
        {
            await pages.OpenAsync(Newest, count);
            yield return await opening.StopAsync(new Figures(Name, $"{count} pages opened, one after the other")) with { Items = count };
        }

        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / count;
        await using (var rest = Meter.Start())
        {
            await Task.Delay(length, cancellationToken);
            yield return await rest.StopAsync(new Figures(Name, string.Create(CultureInfo.InvariantCulture, $"{count} open, at rest; each holds {held / 1024:N0} KB")));
        }

        await using var busy = Meter.Start();
        var shown = await SellAsync(bed, pages, length, cancellationToken);
        var latency = Percentiles.Of(shown);
        yield return await busy.StopAsync(new Figures(Name, $"{count} open, an order each second, until it is on the screen")) with { Items = shown.Count, Latency = latency };
    }

    // Each sale has its own second, unless the one before is not on the screen yet.
    private static async Task<List<TimeSpan>> SellAsync(Bed bed, OpenPages pages, TimeSpan length, CancellationToken cancellationToken)
    {
        var shown = new List<TimeSpan>();
        var started = Stopwatch.GetTimestamp();
        for (var second = 0; second < length.TotalSeconds; second++)
        {
            var wait = TimeSpan.FromSeconds(second) - Stopwatch.GetElapsedTime(started);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
            var sold = Stopwatch.GetTimestamp();
            await pages.UntilShownAsync((await bed.Sandbox.SellAsync(Marketplace, 1, null, cancellationToken))[0]);
            shown.Add(Stopwatch.GetElapsedTime(sold));
        }

        return shown;
    }
}

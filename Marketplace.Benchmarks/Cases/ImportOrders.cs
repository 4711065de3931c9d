using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;

namespace Marketplace.Benchmarks.Cases;

/// <summary>
/// The first import of a store's open orders, beside a bare client that fetches the same pages and keeps nothing: with a marketplace that
/// answers at once, which shows what the product itself costs, and with one whose answers are on their way as long as a quick real one's.
/// </summary>
internal sealed class ImportOrders : IBenchmark
{
    private const double QuickAnswer = 200;

    public string Name => "import-orders";

    public string About => "10,000 new orders, fetch to commit, and as a ratio to a bare client that only fetches them";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (listings, orders) = (settings.Pick(30, 500, 2_000), settings.Pick(20, 1_000, 10_000));
        foreach (var (marketplace, answer) in Bed.Marketplaces.SelectMany(m => new[] { (m, 0), (m, QuickAnswer) }))
        {
            await using var bed = await Bed.MakeAsync(settings, listings, orders, Rates.Unhurried, cancellationToken, answer);
            var words = answer > 0 ? $"{marketplace}, answers after {answer} ms" : marketplace;
            var store = await bed.ConnectAsync(marketplace, cancellationToken);
            await bed.ImportListingsAsync(store, cancellationToken);
            var bare = await FetchAsync(bed, store, cancellationToken);

            var before = await bed.Sandbox.CountsAsync(cancellationToken);
            await using var meter = Meter.Start();
            var run = await bed.RunAsync(store, SyncJob.Orders, cancellationToken);
            var row = await meter.StopAsync(new Figures(Name, $"{words}, {run.Fetched:N0} orders"));
            var after = await bed.Sandbox.CountsAsync(cancellationToken);

            // Once more with everything warm, so that the comparison flatters nobody.
            var again = await FetchAsync(bed, store, cancellationToken);
            var fetched = bare.Time < again.Time ? bare : again;
            yield return row with
            {
                Items = run.Fetched,
                Calls = after.CallsSince(before, marketplace),
                FewestCalls = FewestCalls.OfOrders(marketplace, run.Fetched),
                Throttled = after.ThrottledSince(before, marketplace),
                Ratio = row.Time / fetched.Time,
                Target = "ratio ≤ 1",
                Met = row.Time <= fetched.Time,
            };
            yield return fetched with { Case = $"{words}, bare client" };
        }
    }

    private async Task<Figures> FetchAsync(Bed bed, Guid store, CancellationToken cancellationToken)
    {
        var (platform, connection) = await bed.OpenAsync(store, cancellationToken);
        var before = await bed.Sandbox.CountsAsync(cancellationToken);
        var fetched = 0;
        await using var meter = Meter.Start();
        await foreach (var page in platform.Orders!.ListAsync(connection, null, cancellationToken))
        {
            fetched += page.Items.Count;
        }

        var row = await meter.StopAsync(new Figures(Name, ""));
        var after = await bed.Sandbox.CountsAsync(cancellationToken);
        return row with { Items = fetched, Calls = after.CallsSince(before, connection.Marketplace.Value) };
    }
}

using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Benchmarks.Cases;

/// <summary>The first import of a store's listings, from the first call to the last commit.</summary>
internal sealed class ImportListings : IBenchmark
{
    public string Name => "import-listings";

    public string About => "20,000 listings of a newly connected store, fetch to commit, on each marketplace";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listings = settings.Pick(30, 2_000, 20_000);
        foreach (var marketplace in Bed.Marketplaces)
        {
            await using var bed = await Bed.MakeAsync(settings, listings, 0, Rates.Unhurried, cancellationToken);
            var store = await bed.ConnectAsync(marketplace, cancellationToken);
            var before = await bed.Sandbox.CountsAsync(cancellationToken);
            await using var meter = Meter.Start();
            var run = await bed.ImportListingsAsync(store, cancellationToken);
            var row = await meter.StopAsync(new Figures(Name, $"{marketplace}, {run.Fetched:N0} listings"));
            var after = await bed.Sandbox.CountsAsync(cancellationToken);
            await using var db = bed.App.OpenDatabase();
            var products = await db.Listings.Select(l => l.ExternalProductId).Distinct().CountAsync(cancellationToken);
            yield return row with
            {
                Items = run.Fetched,
                Calls = after.CallsSince(before, marketplace),
                FewestCalls = FewestCalls.OfListings(marketplace, run.Fetched, products),
                Throttled = after.ThrottledSince(before, marketplace),
                Target = "no 429s",
                Met = after.ThrottledSince(before, marketplace) == 0,
            };
        }
    }
}

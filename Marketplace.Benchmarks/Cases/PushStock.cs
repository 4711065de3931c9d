using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Inventory;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Benchmarks.Cases;

/// <summary>One more of every SKU is counted; from that commit until the marketplace has taken, and then shows, each quantity.</summary>
internal sealed class PushStock : IBenchmark
{
    public string Name => "push-stock";

    public string About => "quantities of 20,000 SKUs, from the commit until accepted and until seen, on each marketplace";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listings = settings.Pick(30, 2_000, 20_000);
        foreach (var marketplace in Bed.Marketplaces)
        {
            await using var bed = await Bed.MakeAsync(settings, listings, 0, Rates.Unhurried, cancellationToken);
            var store = await bed.ConnectAsync(marketplace, cancellationToken);
            await bed.ImportListingsAsync(store, cancellationToken);
            var before = await bed.Sandbox.CountsAsync(cancellationToken);
            await using var meter = Meter.Start();
            await CountOneMoreAsync(bed.App, cancellationToken);
            await Bed.UntilAsync(() => IsDoneAsync(bed.App, s => s.Wanted != null && (s.IsDue || s.Acknowledged != s.Wanted), cancellationToken), cancellationToken);
            var accepted = meter.Elapsed;
            await Bed.UntilAsync(() => IsDoneAsync(bed.App, s => s.Wanted != null && (s.Seen != s.Wanted || s.SeenAt < s.AcknowledgedAt), cancellationToken), cancellationToken);
            var row = await meter.StopAsync(new Figures(Name, ""));
            var after = await bed.Sandbox.CountsAsync(cancellationToken);
            await using var db = bed.App.OpenDatabase();
            var pushed = await db.ListingStocks.CountAsync(s => s.Acknowledged != null, cancellationToken);
            var products = await db.Listings.Where(l => !l.FulfilledByMarketplace).Select(l => l.ExternalProductId).Distinct().CountAsync(cancellationToken);
            yield return new Figures(Name, $"{marketplace}, {pushed:N0} SKUs until accepted") { Time = accepted, Items = pushed };
            yield return row with
            {
                Case = $"{marketplace}, {pushed:N0} SKUs until seen",
                Items = pushed,
                Calls = after.CallsSince(before, marketplace),
                FewestCalls = FewestCalls.OfStock(marketplace, pushed, products),
                Throttled = after.ThrottledSince(before, marketplace),
                Target = "no 429s",
                Met = after.ThrottledSince(before, marketplace) == 0,
            };
        }
    }

    private static async Task CountOneMoreAsync(ProductApp app, CancellationToken cancellationToken)
    {
        await using var db = app.OpenDatabase();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var variants = await db.StockLevels.Select(s => s.VariantId).ToListAsync(cancellationToken);
        await db.StockLevels.ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, s => s.OnHand + 1), cancellationToken);
        await app.Get<ListingDemand>().RecomputeAsync(db, variants, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        app.Get<WorkSignal>().Wake();
    }

    private static async Task<bool> IsDoneAsync(ProductApp app, System.Linq.Expressions.Expression<Func<ListingStock, bool>> open, CancellationToken cancellationToken)
    {
        await using var db = app.OpenDatabase();
        return !await db.ListingStocks.AnyAsync(open, cancellationToken);
    }
}

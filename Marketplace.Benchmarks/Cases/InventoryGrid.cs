using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory;

namespace Marketplace.Benchmarks.Cases;

/// <summary>What the inventory page asks of the database: a page in each order, under each filter and search; and the dashboard's numbers.</summary>
internal sealed class InventoryGrid : IBenchmark
{
    private const int PageSize = 50;

    public string Name => "inventory-grid";

    public string About => "each filter, sort and search of the inventory grid at 100,000 SKUs, and the dashboard's numbers";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (skus, times) = (settings.Pick(200, 20_000, 100_000), settings.Pick(2, 20, 40));
        await using var bed = await FilledBed.MakeAsync(settings, cancellationToken);
        await ManyVariants.AddAsync(bed.App, bed.Store, skus, cancellationToken);
        var queries = bed.App.Get<InventoryQueries>();
        foreach (var (name, filter, skip) in Views(skus))
        {
            yield return await Repeated.QueryAsync(Name, name, times, async () => (await queries.ListAsync(bed.App.SellerId, filter, skip, PageSize, cancellationToken)).Total);
        }

        var dashboard = bed.App.Get<DashboardQueries>();
        yield return await Repeated.QueryAsync(Name, "dashboard, tiles", times, async () => (await dashboard.TilesAsync(bed.App.SellerId, cancellationToken)).OutOfStock);
        yield return await Repeated.QueryAsync(Name, "dashboard, stores", times, async () => (await dashboard.StoresAsync(bed.App.SellerId, cancellationToken)).Count);
    }

    private static IEnumerable<(string, InventoryFilter, int)> Views(int skus)
    {
        foreach (var sort in Enum.GetValues<InventorySort>())
        {
            yield return ($"all by {sort}", new InventoryFilter { Sort = sort }, 0);
            yield return ($"all by {sort}, descending", new InventoryFilter { Sort = sort, Descending = true }, 0);
        }

        foreach (var stock in Enum.GetValues<StockFilter>().Where(s => s != StockFilter.Any))
        {
            yield return ($"stock {stock}", new InventoryFilter { Stock = stock }, 0);
        }

        yield return ("listed on one marketplace", new InventoryFilter { Marketplace = Bed.Marketplaces[1] }, 0);
        yield return ("listed on one marketplace, low", new InventoryFilter { Marketplace = Bed.Marketplaces[1], Stock = StockFilter.Low }, 0);
        yield return ("search, a common word", new InventoryFilter { Search = "kettle" }, 0);
        yield return ("search, two words by available", new InventoryFilter { Search = "rug no.", Sort = InventorySort.Available }, 0);
        yield return ("search, one SKU", new InventoryFilter { Search = $"sku-{skus / 2:D6}" }, 0);
        yield return ("search, nothing found", new InventoryFilter { Search = "zeppelin" }, 0);
        yield return ("all, scrolled to the end", new InventoryFilter(), skus - PageSize);
    }
}

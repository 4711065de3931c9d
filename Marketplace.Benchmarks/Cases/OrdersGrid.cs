using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Customers;

namespace Marketplace.Benchmarks.Cases;

/// <summary>What the orders page asks of the database: a page of each tab, in each order, under each filter and search, and the tabs' counts.</summary>
internal sealed class OrdersGrid : IBenchmark
{
    private const int PageSize = 50;

    public string Name => "orders-grid";

    public string About => "each filter, sort and search of the orders grid at 100,000 orders";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (orders, times) = (settings.Pick(200, 20_000, 100_000), settings.Pick(2, 20, 40));
        await using var bed = await FilledBed.MakeAsync(settings, cancellationToken);
        await ManyOrders.AddYearAsync(bed.App, bed.Store, orders, cancellationToken);
        var queries = bed.App.Get<OrderQueries>();
        foreach (var (name, filter, skip) in Views(orders))
        {
            yield return await Repeated.QueryAsync(Name, name, times, async () => (await queries.ListAsync(bed.App.SellerId, filter, skip, PageSize, cancellationToken)).Total);
        }

        foreach (var (name, filter) in Counts())
        {
            yield return await Repeated.QueryAsync(Name, name, times, async () => (await queries.CountAsync(bed.App.SellerId, filter, cancellationToken)).All);
        }

        foreach (var (name, filter, _) in Views(orders).Where(view => view.Item3 == 0 && view.Item2.Sort is null))
        {
            yield return await Repeated.QueryAsync(Name, $"count of an own view, {name}", times, async () => (await queries.CountUpToAsync(bed.App.SellerId, [filter], 99, cancellationToken))[0]);
        }

        yield return await Repeated.QueryAsync(
            Name, "counts of the work tiles", times, async () => (await queries.WorkloadAsync(bed.App.SellerId, null, null, cancellationToken)).Overdue);
        var customers = bed.App.Get<CustomerQueries>();
        yield return await Repeated.QueryAsync(
            Name, "customers, the latest first", times, async () => (await customers.ListAsync(bed.App.SellerId, null, CustomerSort.Latest, 0, PageSize, cancellationToken)).Total);
    }

    private static IEnumerable<(string, OrderFilter, int)> Views(int orders)
    {
        foreach (var tab in Enum.GetValues<OrderTab>())
        {
            yield return ($"tab {tab}", new OrderFilter { Tab = tab }, 0);
        }

        foreach (var sort in Enum.GetValues<OrderSort>())
        {
            yield return ($"all by {sort}", new OrderFilter { Tab = OrderTab.All, Sort = sort }, 0);
            yield return ($"all by {sort}, descending", new OrderFilter { Tab = OrderTab.All, Sort = sort, Descending = true }, 0);
            yield return ($"to ship by {sort}, descending", new OrderFilter { Sort = sort, Descending = true }, 0);
        }

        yield return ("to ship on one marketplace", new OrderFilter { Marketplace = Bed.Marketplaces[1] }, 0);
        yield return ("all of one marketplace", new OrderFilter { Tab = OrderTab.All, Marketplace = Bed.Marketplaces[1] }, 0);
        yield return ("due soon", new OrderFilter { Due = OrderDue.Soon }, 0);
        yield return ("late", new OrderFilter { Due = OrderDue.Late }, 0);
        yield return ("needs attention", new OrderFilter { Tab = OrderTab.All, Work = OrderWork.Attention }, 0);
        yield return ("to link", new OrderFilter { Tab = OrderTab.All, Work = OrderWork.ToLink }, 0);
        yield return ("oversold, all", new OrderFilter { Tab = OrderTab.All, OversoldOnly = true }, 0);
        yield return ("search, a common word", new OrderFilter { Tab = OrderTab.All, Search = "kettle" }, 0);
        yield return ("search, two words", new OrderFilter { Tab = OrderTab.All, Search = "brass mirror" }, 0);
        yield return ("search, nothing found", new OrderFilter { Tab = OrderTab.All, Search = "zeppelin" }, 0);
        yield return ("search, one order id", new OrderFilter { Tab = OrderTab.All, Search = ManyOrders.ExternalId(orders / 2) }, 0);
        yield return ("search, 100 order ids", new OrderFilter { Tab = OrderTab.All, Search = string.Join(' ', Enumerable.Range(0, 100).Select(ManyOrders.ExternalId)) }, 0);
        yield return ("all, scrolled to the end", new OrderFilter { Tab = OrderTab.All }, orders - PageSize);
    }

    private static IEnumerable<(string, OrderFilter)> Counts()
    {
        yield return ("counts of the tabs", new OrderFilter());
        yield return ("counts of the tabs, one marketplace", new OrderFilter { Marketplace = Bed.Marketplaces[1] });
        yield return ("counts of the tabs, late", new OrderFilter { Due = OrderDue.Late });
        yield return ("counts of the tabs, oversold", new OrderFilter { OversoldOnly = true });
        yield return ("counts of the tabs, search", new OrderFilter { Search = "kettle" });
    }
}

using Marketplace.Benchmarks.Cases;

namespace Marketplace.Benchmarks;

/// <summary>All benchmarks, in the order in which they run.</summary>
public static class BenchmarkList
{
    /// <summary>Every one.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new ImportListings(),
        new ImportOrders(),
        new PushStock(),
        new ConfirmShipments(),
        new SaleReachesOthers(),
        new WebhookAccepted(),
        new SustainedLoad(),
        new TrackingFileJudged(),
        new PackingDocuments(),
        new OrdersGrid(),
        new InventoryGrid(),
        new PagesLeftOpen(),
        new WorkClaims(),
        new ColdStart(),
    ];

    /// <summary>Those with these names; all when none is named.</summary>
    public static IEnumerable<IBenchmark> Named(IReadOnlyCollection<string> names) => names.Count == 0 ? All : All.Where(b => names.Contains(b.Name));
}

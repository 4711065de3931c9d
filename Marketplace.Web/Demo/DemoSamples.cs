using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Demo;

/// <summary>Shows a newcomer what rules and alerts look like: one of each, once the demo's stores have been read for the first time.</summary>
internal sealed class DemoSamples(
    DemoAccount account, SyncQueries sync, AllocationRules rules, InventoryQueries inventory, LowStockThresholds thresholds, PlatformCatalog platforms,
    IOptions<DemoOptions> options, TimeProvider time) : BackgroundService
{
    private const string Actor = "the demo";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Samples)
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, time);
        var until = time.GetUtcNow() + Patience;
        while (time.GetUtcNow() < until && await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await account.FindAsync() is { } seller && await AreReadAsync(seller, stoppingToken))
            {
                await AddAsync(seller, stoppingToken);
                return;
            }
        }
    }

    private async Task<bool> AreReadAsync(Guid seller, CancellationToken cancellationToken)
    {
        var jobs = (await sync.StatusAsync(seller, cancellationToken)).Jobs;
        return jobs.Select(j => j.ConnectionId).Distinct().Count() >= platforms.All.Count
            && jobs.Where(j => j.Job is SyncJob.Products or SyncJob.Orders).All(j => j.LastSuccessAt is not null);
    }

    private async Task AddAsync(Guid seller, CancellationToken cancellationToken)
    {
        if ((await rules.ListAsync(seller, cancellationToken)).Count == 0)
        {
            await rules.SaveAsync(seller, AllocationTarget.OfMarketplace(platforms.All[^1].Key.Value), new AllocationTerms { Buffer = 2, Cap = 20 }, Actor, cancellationToken);
        }

        var scarce = await inventory.ListAsync(seller, new InventoryFilter { Sort = InventorySort.Available }, 0, 50, cancellationToken);
        if (scarce.Items.FirstOrDefault(row => row.Available > row.LowStockThreshold) is { } item)
        {
            await thresholds.SetAsync(seller, item.VariantId, item.Available, cancellationToken);
        }
    }
}

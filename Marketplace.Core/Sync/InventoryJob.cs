using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Sync;

/// <summary>
/// Compares what listings show with what they should. A difference is healed only when it was there before the last reading of
/// orders too: until then it may be a sale that is not known here yet, and sending the old number would sell it twice.
/// </summary>
internal sealed class InventoryJob(ListingPushes pushes, SyncLog log, ILogger<InventoryJob> logger) : ISyncJob
{
    private const int Batch = 200;

    public SyncJob Job => SyncJob.Inventory;

    public async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Platform.Stock is not { } stock)
        {
            return;
        }

        var ordersReadAt = await log.LastSuccessStartedAtAsync(task.Store.SellerId, task.Store.ConnectionId, SyncJob.Orders, cancellationToken);
        var total = await pushes.CountAsync(task.Store.SellerId, task.Store.ConnectionId, cancellationToken);
        Guid? after = null;
        while (await pushes.PageAsync(task.Store.SellerId, task.Store.ConnectionId, after, Batch, cancellationToken) is { Count: > 0 } page)
        {
            var seen = await stock.ReadAsync(task.Context, [.. page.Select(p => new ListingReference(p.ExternalId, p.Sku, p.PlatformData))], cancellationToken);
            var healed = await pushes.CompareAsync(task.Store.SellerId, task.Store.ConnectionId, page, seen, ordersReadAt, cancellationToken);
            if (healed > 0)
            {
                logger.LogInformation("{Count} listings of store {ConnectionId} showed another quantity than they should; it is sent again", healed, task.Store.ConnectionId);
            }

            await task.Progress.AddAsync(page.Count, total, new ImportCounts(Updated: healed), cancellationToken);
            after = page[^1].ListingId;
        }
    }
}

using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Sync;

/// <summary>
/// Reads what listings show and notes it beside what they should. Where they differ, the store's orders are read next: what no
/// unknown sale explains is healed at the end of that run, for sending the old number before would sell it twice.
/// </summary>
internal sealed class InventoryJob(ListingPushes pushes, SyncStarter starter, ChangeFeed changes, TimeProvider time) : ISyncJob
{
    private const int Batch = 200;

    public SyncJob Job => SyncJob.Inventory;

    public async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Platform.Stock is not { } stock)
        {
            return;
        }

        var (seller, store) = (task.Store.SellerId, task.Store.ConnectionId);
        var total = await pushes.CountAsync(seller, store, cancellationToken);
        var different = 0;
        Guid? after = null;
        while (await pushes.PageAsync(seller, store, after, Batch, cancellationToken) is { Count: > 0 } page)
        {
            var readAt = time.GetUtcNow();
            var seen = await stock.ReadAsync(task.Context, [.. page.Select(p => new ListingReference(p.ExternalId, p.Sku, p.PlatformData))], cancellationToken);
            var found = await pushes.CompareAsync(seller, page, seen, readAt, cancellationToken);
            if (found.Changed > 0)
            {
                changes.Publish(new Change(seller, ChangeTopic.Inventory));
            }

            await task.Progress.AddAsync(page.Count, total, new ImportCounts(Updated: found.Different), cancellationToken);
            different += found.Different;
            after = page[^1].ListingId;
        }

        if (different > 0)
        {
            await starter.StartForConnectionAsync(seller, store, SyncJob.Orders, "stock check", cancellationToken);
        }
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Linking;

namespace Marketplace.Core.Sync;

/// <summary>Reads all listings of a store into the catalogue, then settles what they are and links order lines that came before them.</summary>
internal sealed class ProductsJob(ListingImport import, LinkSettlement settlement, TimeProvider time) : ISyncJob
{
    public SyncJob Job => SyncJob.Products;

    public async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Platform.Listings is not { } feed)
        {
            return;
        }

        await foreach (var (readAt, page) in feed.ListAsync(task.Context, cancellationToken).ReadAheadAsync(time, cancellationToken))
        {
            var counts = await import.ImportAsync(task.Store, page.Items, readAt, cancellationToken);
            await task.Progress.AddAsync(
                page.Items.Count + page.Defects.Count, page.Total, counts + new ImportCounts(Failed: page.Defects.Count), cancellationToken);
        }

        await settlement.RunAsync(task.Store, cancellationToken);
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Sync;

/// <summary>Reads one product's listings again because a notification hinted at it; ends in the same import as the run over all listings.</summary>
internal sealed class RefreshListingHandler(IConnectionContexts contexts, PlatformCatalog catalog, ListingImport import, OrderLinker linker, TimeProvider time) : IWorkHandler
{
    public string Kind => WorkKinds.RefreshListing;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
        var platform = catalog.Get(context.Marketplace);
        var readAt = time.GetUtcNow();
        if (platform.Listings is { } feed && await feed.FindAsync(context, item.Payload, cancellationToken) is { Count: > 0 } listings)
        {
            var store = new StoreReference(item.SellerId, item.ConnectionId, platform.Key.Value, platform.Descriptor.Name);
            await import.ImportAsync(store, listings, readAt, cancellationToken);
            await linker.LinkAsync(store, cancellationToken);
        }

        return WorkOutcome.Done;
    }
}

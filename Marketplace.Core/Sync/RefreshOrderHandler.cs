using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Sync;

/// <summary>Reads one order again because a notification hinted at it; ends in the same import as the poll.</summary>
internal sealed class RefreshOrderHandler(IConnectionContexts contexts, PlatformCatalog catalog, OrderImport import) : IWorkHandler
{
    public string Kind => WorkKinds.RefreshOrder;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Person, cancellationToken);
        var platform = catalog.Get(context.Marketplace);
        if (platform.Orders is { } feed && await feed.GetAsync(context, item.Payload, cancellationToken) is { } order)
        {
            var store = new StoreReference(item.SellerId, item.ConnectionId, platform.Key.Value, platform.Descriptor.Name);
            await import.ImportAsync(store, [order], [], cancellationToken);
        }

        return WorkOutcome.Done;
    }
}

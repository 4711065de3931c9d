using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Sync;

/// <summary>
/// Reads orders again because notifications hinted at them; ends in the same import as the poll. What else waits in the lane is read
/// along with it, so that a burst of sales costs a call and a transaction for many orders and not for each.
/// </summary>
internal sealed class RefreshOrderHandler(IConnectionContexts contexts, PlatformCatalog catalog, OrderImport import, ReturnReadings returns, WorkCompanions companions) : IWorkHandler
{
    // As many as the marketplaces take in one call.
    private const int AtOnce = 50;

    public string Kind => WorkKinds.RefreshOrder;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Person, cancellationToken);
        var platform = catalog.Get(context.Marketplace);
        if (platform.Orders is not { } feed)
        {
            return WorkOutcome.Done;
        }

        var store = new StoreReference(item.SellerId, item.ConnectionId, platform.Key.Value, platform.Descriptor.Name);
        var others = await companions.DueWithAsync(item, AtOnce - 1, cancellationToken);
        if (others.Count == 0 || await ReadAsync(feed, context, [item, .. others], cancellationToken) is not { } orders)
        {
            // Alone, or one of them cannot be read: then each has a turn of its own, and the one to blame fails by itself.
            var order = await feed.GetAsync(context, item.Payload, cancellationToken);
            await import.ImportAsync(store, order is null ? [] : [order], [], cancellationToken);
            await returns.ReadAsync(store, platform, context, order is null ? [] : [order], cancellationToken);
            return WorkOutcome.Done;
        }

        await import.ImportAsync(store, orders, [], cancellationToken);
        await returns.ReadAsync(store, platform, context, orders, cancellationToken);
        await companions.DoneAsync(others, cancellationToken);
        return WorkOutcome.Done;
    }

    private static async Task<IReadOnlyList<RemoteOrder>?> ReadAsync(IOrderFeed feed, ConnectionContext context, IReadOnlyList<WorkItem> items, CancellationToken cancellationToken)
    {
        try
        {
            return await feed.GetManyAsync(context, [.. items.Select(i => i.Payload).Distinct()], cancellationToken);
        }
        catch (RejectedException)
        {
            return null;
        }
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Sync;

/// <summary>Reads what buyers want to send back, where a marketplace tells it.</summary>
internal sealed class ReturnReadings(ReturnImport import)
{
    /// <summary>Reads the returns that changed since a time.</summary>
    public async Task ReadChangedAsync(SyncTask task, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (task.Platform.Returns is not { } desk)
        {
            return;
        }

        var orders = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var order in desk.ChangedOrdersAsync(task.Context, since, cancellationToken))
        {
            orders.Add(order);
        }

        foreach (var order in orders)
        {
            await ReadAsync(task.Store, desk, task.Context, order, cancellationToken);
        }
    }

    /// <summary>Reads the returns of orders of which a notification told; of those that have left.</summary>
    public async Task ReadAsync(StoreReference store, MarketplacePlatform platform, ConnectionContext context, IEnumerable<RemoteOrder> orders, CancellationToken cancellationToken)
    {
        if (platform.Returns is { } desk)
        {
            foreach (var order in orders.Where(o => o.Status is RemoteOrderStatus.Shipped or RemoteOrderStatus.Delivered))
            {
                await ReadAsync(store, desk, context, order.ExternalId, cancellationToken);
            }
        }
    }

    private async Task ReadAsync(StoreReference store, IReturnDesk desk, ConnectionContext context, string order, CancellationToken cancellationToken) =>
        await import.ImportAsync(store, order, await desk.ReadAsync(context, order, cancellationToken), cancellationToken);
}

using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Sync;

/// <summary>Reads what buyers want to send back, where a marketplace tells it.</summary>
internal sealed class ReturnReadings(ReturnImport import)
{
    // What marketplaces take in one call.
    private const int AtOnce = 50;

    /// <summary>Reads the returns that changed since a time.</summary>
    /// <returns>Whether all are read; false where the marketplace tells none.</returns>
    public async Task<bool> ReadChangedAsync(SyncTask task, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (task.Platform.Returns is not { } desk)
        {
            return false;
        }

        await foreach (var page in desk.ReadChangedAsync(task.Context, since, cancellationToken))
        {
            await import.ImportAsync(task.Store, page, cancellationToken);
        }

        return true;
    }

    /// <summary>Reads the returns of orders of which a notification told; of those that have left.</summary>
    public async Task ReadAsync(StoreReference store, MarketplacePlatform platform, ConnectionContext context, IEnumerable<RemoteOrder> orders, CancellationToken cancellationToken)
    {
        if (platform.Returns is { } desk)
        {
            foreach (var some in orders.Where(o => o.Status is RemoteOrderStatus.Shipped or RemoteOrderStatus.Delivered).Select(o => o.ExternalId).Chunk(AtOnce))
            {
                await import.ImportAsync(store, await desk.ReadAsync(context, some, cancellationToken), cancellationToken);
            }
        }
    }
}

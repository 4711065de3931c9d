using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>
/// Looks at open orders one by one, those first that were not looked at for longest. It finds what lists of changes leave out: a
/// buyer's wish to cancel, a parcel that was confirmed elsewhere, an order that vanished from the window.
/// </summary>
internal sealed class OrderStatusJob(OpenOrders open, OrderImport import, IOptions<SyncOptions> options) : ISyncJob
{
    // Committed and counted in portions, so that a stop loses little.
    private const int Portion = 10;

    public SyncJob Job => SyncJob.OrderStatus;

    public async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Platform.Orders is not { } feed)
        {
            return;
        }

        var orders = await open.LongestUnseenAsync(task.Store, options.Value.OrdersPerStatusRun, cancellationToken);
        foreach (var portion in orders.Chunk(Portion))
        {
            await LookAsync(task, feed, portion, orders.Count, cancellationToken);
        }
    }

    private async Task LookAsync(SyncTask task, IOrderFeed feed, OpenOrder[] portion, int expected, CancellationToken cancellationToken)
    {
        var found = new List<RemoteOrder>();
        var defects = new List<RemoteDefect>();
        foreach (var order in portion)
        {
            try
            {
                if (await feed.GetAsync(task.Context, order.ExternalId, cancellationToken) is { } remote)
                {
                    found.Add(remote);
                }
            }
            catch (RejectedException refusal)
            {
                defects.Add(new RemoteDefect(order.ExternalId, refusal.Message));
            }
        }

        var counts = await import.ImportAsync(task.Store, found, defects, cancellationToken);
        await open.SeenAsync(task.Store, [.. portion.Select(o => o.Id)], cancellationToken);
        await task.Progress.AddAsync(portion.Length, expected, counts, cancellationToken);
    }
}

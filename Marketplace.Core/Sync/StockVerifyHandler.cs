using Marketplace.Core.Changes;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>Asks a marketplace whether it shows the quantities that it accepted.</summary>
internal sealed class StockVerifyHandler(
    ListingPushes pushes, SyncStarter starter, IConnectionContexts contexts, PlatformCatalog catalog, ChangeFeed changes, IOptions<SyncOptions> options) : IWorkHandler
{
    private const int Batch = 200;

    public string Kind => SyncWork.Verify;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
        if (catalog.Get(context.Marketplace).Stock is not { } stock)
        {
            return WorkOutcome.Done;
        }

        var unseen = await pushes.UnseenAsync(item.SellerId, item.ConnectionId, Batch, cancellationToken);
        if (unseen.Count == 0)
        {
            return WorkOutcome.Done;
        }

        var seen = await stock.ReadAsync(context, [.. unseen.Select(p => new ListingReference(p.ExternalId, p.Sku, p.PlatformData))], cancellationToken);
        var (waiting, needsOrders) = await pushes.SeenAsync(
            item.SellerId, item.ConnectionId, unseen, seen, TimeSpan.FromSeconds(options.Value.PatienceSeconds), cancellationToken);
        changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory));
        if (needsOrders)
        {
            await starter.StartForConnectionAsync(item.SellerId, item.ConnectionId, SyncJob.Orders, "stock check", cancellationToken);
        }

        // A full page may have more behind it; those that are not shown yet are given time.
        return waiting || unseen.Count == Batch ? WorkOutcome.After(TimeSpan.FromSeconds(options.Value.VerifyAfterSeconds * (waiting ? 3 : 1))) : WorkOutcome.Done;
    }
}

using Marketplace.Core.Work;

namespace Marketplace.Core.Sync;

/// <summary>Has the orders of a store read at once, because a notification told of one without naming it.</summary>
internal sealed class LookForOrdersHandler(SyncStarter starter) : IWorkHandler
{
    public string Kind => WorkKinds.LookForOrders;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await starter.StartForConnectionAsync(item.SellerId, item.ConnectionId, SyncJob.Orders, "webhook", cancellationToken);
        return WorkOutcome.Done;
    }
}

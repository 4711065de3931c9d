using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Sync;

/// <summary>Asks whether a store still answers, because a notification said that its authorisation ended.</summary>
internal sealed class CheckConnectionHandler(ConnectionHealth health) : IWorkHandler
{
    public string Kind => WorkKinds.CheckConnection;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await health.CheckAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
        return WorkOutcome.Done;
    }
}

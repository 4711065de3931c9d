using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Sync;

/// <summary>
/// Asks whether a store answers, and says in the log of runs what is wrong when it does not. Where the marketplace counts calls by the
/// day, its count is read too, so that what is left is divided over the rest of the day.
/// </summary>
internal sealed class HealthJob(ConnectionHealth health, QuotaBook book) : ISyncJob
{
    public SyncJob Job => SyncJob.Health;

    public async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        task.Progress.Problem = await health.CheckAsync(task.Store.ConnectionId, CallPriority.Job, cancellationToken);
        if (task.Progress.Problem is null && task.Platform.Quotas is { } quotas)
        {
            await book.NoteAsync(task.Store.SellerId, task.Store.ConnectionId, await quotas.ReadAsync(task.Context, cancellationToken), cancellationToken);
        }
    }
}

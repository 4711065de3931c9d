using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>Answers questions about past runs.</summary>
internal sealed class SyncLog(MarketplaceDb database)
{
    /// <summary>When the last complete run of a job began, UTC; null when there was none.</summary>
    public async Task<DateTimeOffset?> LastSuccessStartedAtAsync(Guid sellerId, Guid connectionId, SyncJob job, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.SyncRuns
            .Where(r => r.ConnectionId == connectionId && r.Job == job && (r.State == SyncRunState.Succeeded || r.State == SyncRunState.Partial))
            .MaxAsync(r => (DateTimeOffset?)r.StartedAt, cancellationToken);
    }
}

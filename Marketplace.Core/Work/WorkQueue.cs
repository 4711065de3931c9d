using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Work;

/// <summary>Writes durable work into the caller's open transaction.</summary>
public sealed class WorkQueue(TimeProvider time)
{
    /// <summary>
    /// Adds work to the context, to be saved with the business change. With a coalescing key, work that is already open under the
    /// key and not yet claimed is enough, and nothing is added. Call <see cref="WorkSignal.Wake"/> after the commit.
    /// </summary>
    public async Task EnqueueAsync(
        MarketplaceDbContext db, Guid sellerId, Guid connectionId, string kind, string payload,
        string? coalesceKey = null, int priority = 100, TimeSpan delay = default, CancellationToken cancellationToken = default)
    {
        if (coalesceKey is not null
            && (db.WorkItems.Local.Any(w => w.CoalesceKey == coalesceKey)
                || await db.WorkItems.IgnoreQueryFilters().AnyAsync(w => w.CoalesceKey == coalesceKey && w.State == WorkState.Open, cancellationToken)))
        {
            return;
        }

        var now = time.GetUtcNow();
        db.WorkItems.Add(new WorkItem
        {
            SellerId = sellerId,
            ConnectionId = connectionId,
            Kind = kind,
            Payload = payload,
            CoalesceKey = coalesceKey,
            Priority = priority,
            DueAt = now + delay,
            CreatedAt = now,
        });
    }
}

using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>Tells from the cursor of the orders job how well a store's orders are known.</summary>
internal sealed class OrderReadings(MarketplaceDb database, TimeProvider time) : IOrderReadings
{
    // A round and a half of the usual schedule; a job that is paused, rare or failing is behind.
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(90);

    /// <inheritdoc />
    public async Task<bool> IsBehindAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        var late = time.GetUtcNow() - Usual;
        await using var db = database.Open(sellerId);
        return await db.SyncCursors.AnyAsync(c => c.ConnectionId == connectionId && c.Job == SyncJob.Orders && c.ReadUntil < late, cancellationToken);
    }
}

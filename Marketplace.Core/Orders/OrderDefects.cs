using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Orders that were set aside, each with its reason; a later import that succeeds resolves them.</summary>
public sealed class OrderDefects(MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Most rows of <see cref="OpenAsync"/>.</summary>
    public const int MaxRows = 200;

    /// <summary>Orders that are set aside now, newest first; at most <see cref="MaxRows"/>.</summary>
    public async Task<IReadOnlyList<OrderDefect>> OpenAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.OrderDefects.AsNoTracking().Where(d => d.ResolvedAt == null)
            .OrderByDescending(d => d.LastSeenAt).Take(MaxRows).ToListAsync(cancellationToken);
    }

    /// <summary>Orders of a store that were set aside before a time, those that waited longest for another try first.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(StoreReference store, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        return await db.OrderDefects.Where(d => d.ConnectionId == store.ConnectionId && d.ResolvedAt == null && d.LastSeenAt < before)
            .OrderBy(d => d.LastSeenAt).Take(most).Select(d => d.ExternalId).ToListAsync(cancellationToken);
    }

    /// <summary>Sets an order aside, or notes that it is still no better.</summary>
    public async Task SetAsideAsync(StoreReference store, string externalId, string reason, CancellationToken cancellationToken)
    {
        var id = externalId.Length > 200 ? externalId[..200] : externalId;
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var defect = await db.OrderDefects.SingleOrDefaultAsync(d => d.ConnectionId == store.ConnectionId && d.ExternalId == id, cancellationToken);
        var now = time.GetUtcNow();
        if (defect is null)
        {
            defect = new OrderDefect { SellerId = store.SellerId, ConnectionId = store.ConnectionId, ExternalId = id, FirstSeenAt = now };
            db.OrderDefects.Add(defect);
        }

        (defect.Reason, defect.LastSeenAt, defect.ResolvedAt) = (reason, now, null);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(store.SellerId, ChangeTopic.Orders));
    }

    /// <summary>Notes in an open transaction that these orders are in after all.</summary>
    internal static async Task ResolveAsync(
        MarketplaceDbContext db, StoreReference store, IEnumerable<string> externalIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = externalIds.ToList();
        DateTimeOffset? resolved = now;
        await db.OrderDefects.Where(d => d.ConnectionId == store.ConnectionId && d.ResolvedAt == null && ids.Contains(d.ExternalId))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ResolvedAt, resolved), cancellationToken);
    }
}

using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Alerts;

/// <summary>Which alerts a list shows.</summary>
public enum AlertFilter
{
    /// <summary>Open, and neither seen nor snoozed: what the bell counts.</summary>
    New,

    /// <summary>All whose cause is not gone.</summary>
    Open,

    /// <summary>All whose cause is gone.</summary>
    Resolved,
}

/// <summary>Reads of alerts, and what people do with them.</summary>
public sealed class AlertQueries(MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    /// <summary>One page, newest first.</summary>
    public async Task<Page<Alert>> ListAsync(Guid sellerId, AlertFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var alerts = Of(db, filter).AsNoTracking();
        var total = await alerts.CountAsync(cancellationToken);
        return new Page<Alert>(await alerts.OrderByDescending(a => a.RaisedAt).ThenByDescending(a => a.Id).Skip(skip).Take(take).ToListAsync(cancellationToken), total);
    }

    /// <summary>How many there are.</summary>
    public async Task<int> CountAsync(Guid sellerId, AlertFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Of(db, filter).CountAsync(cancellationToken);
    }

    /// <summary>Notes that somebody has seen an alert; it stays open until its cause is gone.</summary>
    /// <returns>False when there is no such alert of this seller.</returns>
    public async Task<bool> AcknowledgeAsync(Guid sellerId, Guid alertId, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        var done = await db.Alerts.Where(a => a.Id == alertId).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.AcknowledgedAt, a => a.AcknowledgedAt ?? now).SetProperty(a => a.AcknowledgedBy, a => a.AcknowledgedBy ?? actor), cancellationToken) == 1;
        changes.Publish(new Change(sellerId, ChangeTopic.Alerts, alertId));
        return done;
    }

    /// <summary>Notes that somebody has seen all new alerts.</summary>
    /// <returns>How many they were.</returns>
    public async Task<int> AcknowledgeAllAsync(Guid sellerId, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        var count = await Of(db, AlertFilter.New).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.AcknowledgedAt, now).SetProperty(a => a.AcknowledgedBy, actor), cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Alerts));
        return count;
    }

    /// <summary>Keeps an alert off the bell for a while.</summary>
    /// <returns>False when there is no such alert of this seller.</returns>
    public async Task<bool> SnoozeAsync(Guid sellerId, Guid alertId, TimeSpan length, CancellationToken cancellationToken)
    {
        DateTimeOffset? until = time.GetUtcNow() + length;
        await using var db = database.Open(sellerId);
        var done = await db.Alerts.Where(a => a.Id == alertId).ExecuteUpdateAsync(set => set.SetProperty(a => a.SnoozedUntil, until), cancellationToken) == 1;
        changes.Publish(new Change(sellerId, ChangeTopic.Alerts, alertId));
        return done;
    }

    private IQueryable<Alert> Of(MarketplaceDbContext db, AlertFilter filter)
    {
        var now = time.GetUtcNow();
        return filter switch
        {
            AlertFilter.New => db.Alerts.Where(a => a.ResolvedAt == null && a.AcknowledgedAt == null && (a.SnoozedUntil == null || a.SnoozedUntil <= now)),
            AlertFilter.Open => db.Alerts.Where(a => a.ResolvedAt == null),
            _ => db.Alerts.Where(a => a.ResolvedAt != null),
        };
    }
}

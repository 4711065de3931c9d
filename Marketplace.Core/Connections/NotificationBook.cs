using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Connections;

/// <summary>Keeps on each store whether its marketplace tells us of changes, and when it last did.</summary>
public sealed class NotificationBook(MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    // A store in a rush is called many times a second; writing each time would make all callers wait for one row.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(10);

    /// <summary>Notes how asking for subscriptions went.</summary>
    /// <param name="sellerId">Owner of the store.</param>
    /// <param name="connectionId">The store.</param>
    /// <param name="problem">Why there are none, and what to do; null when there are.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task NoteAskedAsync(Guid sellerId, Guid connectionId, string? problem, CancellationToken cancellationToken)
    {
        var state = problem is null ? NotificationState.Subscribed : NotificationState.Absent;
        var now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        var store = db.Connections.Where(c => c.Id == connectionId);
        var changed = await store.AnyAsync(c => c.Notifications != state || c.NotificationProblem != problem, cancellationToken);
        await store.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Notifications, state).SetProperty(c => c.NotificationProblem, problem).SetProperty(c => c.SubscribedAt, now),
            cancellationToken);
        if (changed)
        {
            changes.Publish(new Change(sellerId, ChangeTopic.Connections, connectionId));
        }
    }

    /// <summary>Notes that a notification about these stores was believed; written at most every ten seconds.</summary>
    /// <param name="stores">The stores.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task NoteCalledAsync(IReadOnlyList<Connection> stores, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = stores.Where(s => s.LastNotifiedAt is null || s.LastNotifiedAt < now - Grain).Select(s => s.Id).ToList();
        if (due.Count == 0)
        {
            return;
        }

        await using var db = database.OpenForMachine();
        await db.Connections.IgnoreQueryFilters().Where(c => due.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.LastNotifiedAt, now), cancellationToken);
        foreach (var store in stores.Where(s => due.Contains(s.Id)))
        {
            changes.Publish(new Change(store.SellerId, ChangeTopic.Connections, store.Id));
        }
    }
}

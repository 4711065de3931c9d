using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Changes;

/// <summary>What kind of thing changed.</summary>
public enum ChangeTopic
{
    /// <summary>A store's state.</summary>
    Connections,

    /// <summary>Products, variants or listings.</summary>
    Catalog,

    /// <summary>Stock, or what listings show.</summary>
    Inventory,

    /// <summary>Orders.</summary>
    Orders,

    /// <summary>Shipments or tracking files.</summary>
    Fulfillment,

    /// <summary>Runs of jobs and their progress.</summary>
    Sync,
}

/// <summary>Something of a seller changed; published after the commit.</summary>
/// <param name="SellerId">Whose.</param>
/// <param name="Topic">What kind.</param>
/// <param name="Id">Which one; null for many.</param>
public sealed record Change(Guid SellerId, ChangeTopic Topic, Guid? Id = null);

/// <summary>Tells open pages what changed. In process; listeners get changes of their own seller alone.</summary>
public sealed class ChangeFeed(TimeProvider time, ILogger<ChangeFeed> logger)
{
    private readonly ConcurrentDictionary<Guid, ChangeSubscription> subscriptions = new();

    /// <summary>Publishes a change. Never throws: a listener's error is logged and the others still hear.</summary>
    public void Publish(Change change)
    {
        foreach (var subscription in subscriptions.Values)
        {
            if (subscription.SellerId == change.SellerId)
            {
                subscription.Offer(change);
            }
        }
    }

    /// <summary>
    /// Listens to topics of a seller. A burst is handed over as one call: the first change at once, the rest together after the interval.
    /// </summary>
    /// <param name="sellerId">Whose changes.</param>
    /// <param name="topics">Which kinds.</param>
    /// <param name="interval">Least time between two calls.</param>
    /// <param name="handler">Gets the changes; called one at a time.</param>
    public IDisposable Subscribe(Guid sellerId, IReadOnlyCollection<ChangeTopic> topics, TimeSpan interval, Func<IReadOnlyList<Change>, Task> handler)
    {
        var id = Guid.NewGuid();
        var subscription = new ChangeSubscription(sellerId, topics, interval, handler, time, logger, () => subscriptions.TryRemove(id, out _));
        subscriptions[id] = subscription;
        return subscription;
    }
}

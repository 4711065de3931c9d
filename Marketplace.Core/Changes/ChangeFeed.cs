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

    /// <summary>Alerts, and how they are delivered.</summary>
    Alerts,

    /// <summary>Notifications that marketplaces delivered.</summary>
    Webhooks,

    /// <summary>The error log.</summary>
    Errors,
}

/// <summary>Something of a seller changed; published after the commit.</summary>
/// <param name="SellerId">Whose.</param>
/// <param name="Topic">What kind.</param>
/// <param name="Id">Which one; null for many.</param>
public sealed record Change(Guid SellerId, ChangeTopic Topic, Guid? Id = null);

/// <summary>Tells open pages what changed. Listeners get changes of their own seller alone; a relay carries them to other instances.</summary>
public sealed class ChangeFeed(TimeProvider time, ILogger<ChangeFeed> logger)
{
    private readonly ConcurrentDictionary<Guid, ChangeSubscription> subscriptions = new();

    private event Action<Change>? Published;

    /// <summary>Publishes a change, here and on the other instances. Never throws: a listener's error is logged and the others still hear.</summary>
    public void Publish(Change change)
    {
        Deliver(change);
        Published?.Invoke(change);
    }

    /// <summary>Hands a change that another instance published to the listeners of this one.</summary>
    internal void Deliver(Change change)
    {
        foreach (var subscription in subscriptions.Values)
        {
            if (subscription.SellerId == change.SellerId)
            {
                subscription.Offer(change);
            }
        }
    }

    /// <summary>Tells every listener that it may have missed something.</summary>
    internal void TellAllToReload()
    {
        foreach (var subscription in subscriptions.Values)
        {
            subscription.OfferAllTopics();
        }
    }

    /// <summary>Hears what this instance publishes, to carry it on.</summary>
    internal IDisposable OnPublished(Action<Change> handler)
    {
        Published += handler;
        return new Unhook(() => Published -= handler);
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

    private sealed class Unhook(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}

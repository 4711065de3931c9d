namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>Where notifications go: the alert address, destinations and subscriptions. Thread-safe.</summary>
internal sealed class EbayMailbox
{
    private readonly Lock gate = new();
    private readonly List<EbayDestination> destinations = [];
    private readonly List<EbaySubscription> subscriptions = [];
    private int number = 1000;

    /// <summary>Where eBay writes in trouble; null until it is set.</summary>
    public string? AlertEmail { get; set; }

    /// <summary>All addresses, oldest first.</summary>
    public IReadOnlyList<EbayDestination> Destinations
    {
        get
        {
            lock (gate)
            {
                return [.. destinations];
            }
        }
    }

    /// <summary>All subscriptions of a seller; of the application without one.</summary>
    public IReadOnlyList<EbaySubscription> Subscriptions(string? sellerId)
    {
        lock (gate)
        {
            return [.. subscriptions.Where(subscription => subscription.SellerId == sellerId)];
        }
    }

    /// <summary>Takes an address in.</summary>
    public EbayDestination Add(string name, string endpoint, string token)
    {
        lock (gate)
        {
            var destination = new EbayDestination($"dest-{number++}", name, endpoint, token);
            destinations.Add(destination);
            return destination;
        }
    }

    /// <summary>Takes a subscription in.</summary>
    public EbaySubscription Add(string topic, string version, string destinationId, string? sellerId, DateTimeOffset at)
    {
        lock (gate)
        {
            var subscription = new EbaySubscription($"sub-{number++}", topic, version, destinationId, sellerId, at);
            subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Puts an address in place of an older form of it.</summary>
    public void Replace(EbayDestination old, EbayDestination changed)
    {
        lock (gate)
        {
            destinations[destinations.IndexOf(old)] = changed;
        }
    }

    /// <summary>Puts a subscription in place of an older form of it.</summary>
    public void Replace(EbaySubscription old, EbaySubscription changed)
    {
        lock (gate)
        {
            subscriptions[subscriptions.IndexOf(old)] = changed;
        }
    }

    /// <summary>Takes a subscription out; false when there is none.</summary>
    public bool Remove(EbaySubscription subscription)
    {
        lock (gate)
        {
            return subscriptions.Remove(subscription);
        }
    }

    /// <summary>Takes an address out, unless something still goes there.</summary>
    public bool Remove(EbayDestination destination)
    {
        lock (gate)
        {
            return !subscriptions.Exists(subscription => subscription.DestinationId == destination.Id) && destinations.Remove(destination);
        }
    }

    /// <summary>Live subscriptions of a topic with their addresses: a seller's, or the application's.</summary>
    public IReadOnlyList<(EbaySubscription Subscription, EbayDestination Destination)> Of(string topic, string? sellerId)
    {
        lock (gate)
        {
            return [.. from subscription in subscriptions
                       where subscription.Topic == topic && subscription.Enabled && subscription.SellerId == sellerId
                       from destination in destinations
                       where destination.Id == subscription.DestinationId
                       select (subscription, destination)];
        }
    }
}

/// <summary>An address that has passed its challenge.</summary>
internal sealed record EbayDestination(string Id, string Name, string Endpoint, string Token);

/// <summary>A topic that goes to an address.</summary>
internal sealed record EbaySubscription(string Id, string Topic, string Version, string DestinationId, string? SellerId, DateTimeOffset CreatedAt)
{
    /// <summary>Whether anything is sent.</summary>
    public bool Enabled { get; set; } = true;
}

namespace Marketplace.Core.Platforms;

/// <summary>A registered marketplace: its descriptor and the capabilities it has. An absent capability is null.</summary>
public sealed record MarketplacePlatform
{
    /// <summary>How it introduces itself.</summary>
    public required MarketplaceDescriptor Descriptor { get; init; }

    /// <summary>Connecting a store by OAuth and keeping its tokens fresh.</summary>
    public required IConnectFlow Connect { get; init; }

    /// <summary>Reading the store's listings.</summary>
    public IListingFeed? Listings { get; init; }

    /// <summary>Reading the store's orders.</summary>
    public IOrderFeed? Orders { get; init; }

    /// <summary>Setting the quantity that listings show.</summary>
    public IStockPusher? Stock { get; init; }

    /// <summary>Moving listings into the marketplace's newer model; null where it has one model.</summary>
    public IListingMigrator? Migration { get; init; }

    /// <summary>Confirming shipments and reading them back.</summary>
    public IShipmentConfirmer? Shipments { get; init; }

    /// <summary>Confirming many parcels in one go; null where one call for each is the only way.</summary>
    public IBulkShipmentConfirmer? BulkShipments { get; init; }

    /// <summary>Reads parcels of many orders back at once; null where each order is read by itself.</summary>
    public IShipmentSurvey? ShipmentSurvey { get; init; }

    /// <summary>Replacing the tracking number of a parcel that was told; null where only the marketplace's own pages can.</summary>
    public ITrackingReplacer? TrackingReplacement { get; init; }

    /// <summary>Buying the marketplace's own shipping labels.</summary>
    public ILabelBuyer? Labels { get; init; }

    /// <summary>Putting several orders into one parcel.</summary>
    public IParcelCombiner? Combining { get; init; }

    /// <summary>Cancelling orders.</summary>
    public IOrderCanceller? Cancellations { get; init; }

    /// <summary>Giving buyers money back.</summary>
    public IRefunder? Refunds { get; init; }

    /// <summary>Reading and answering returns; null where only the marketplace's own pages do.</summary>
    public IReturnDesk? Returns { get; init; }

    /// <summary>Reading what is left of the day's calls.</summary>
    public IQuotaReader? Quotas { get; init; }

    /// <summary>Receiving the marketplace's notifications.</summary>
    public IWebhookReceiver? Webhooks { get; init; }

    /// <summary>Queue that the marketplace writes its notifications to; null where it calls a web address.</summary>
    public INotificationQueue? Queue { get; init; }

    /// <summary>Subscribing to the marketplace's notifications.</summary>
    public IWebhookSubscriber? Subscriptions { get; init; }

    /// <summary>Having a notification sent to see whether it arrives; null where the marketplace offers no such thing.</summary>
    public INotificationTester? NotificationTest { get; init; }

    /// <summary>Shorthand for the descriptor's key.</summary>
    public MarketplaceKey Key => Descriptor.Key;
}

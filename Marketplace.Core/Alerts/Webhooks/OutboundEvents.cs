namespace Marketplace.Core.Alerts.Webhooks;

/// <summary>What a seller's own systems can be told. Payloads hold no personal data of buyers.</summary>
public static class OutboundEvents
{
    /// <summary>
    /// An order came in: its id, marketplace, store, state, ship-by time and lines (SKU, quantity). Orders from before their store was
    /// connected are told of by <see cref="OrdersImported"/> alone.
    /// </summary>
    public const string OrderCreated = "order.created";

    /// <summary>A store's orders were read for the first time: how many there are, and how many of them wait to be shipped.</summary>
    public const string OrdersImported = "orders.imported";

    /// <summary>An order is shipped: the marketplace itself shows all parcels.</summary>
    public const string OrderShipped = "order.shipped";

    /// <summary>What is available of items changed: SKU and the number now.</summary>
    public const string StockChanged = "stock.changed";

    /// <summary>A store was connected, needs the seller's consent again, or was disconnected.</summary>
    public const string StoreState = "store.state";

    /// <summary>Something needs the seller.</summary>
    public const string AlertRaised = "alert.raised";

    /// <summary>Its cause is gone.</summary>
    public const string AlertResolved = "alert.resolved";

    /// <summary>All, in the order to offer them.</summary>
    public static IReadOnlyList<string> All { get; } = [OrderCreated, OrdersImported, OrderShipped, StockChanged, StoreState, AlertRaised, AlertResolved];
}

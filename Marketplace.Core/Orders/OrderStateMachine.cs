using Marketplace.Core.Platforms;

namespace Marketplace.Core.Orders;

/// <summary>
/// Which state an order goes to when its marketplace speaks. The marketplace is believed, but goods that have left do not come back
/// by a later answer: a shipped order may only arrive or be cancelled, and one that has arrived stays so.
/// </summary>
public static class OrderStateMachine
{
    /// <summary>The state after an answer.</summary>
    /// <param name="current">Where the order stands; null for a new one.</param>
    /// <param name="status">What the marketplace says.</param>
    /// <param name="shipped">Items that have left, over all lines.</param>
    /// <param name="ordered">Items over all lines, less those cancelled.</param>
    public static OrderState Next(OrderState? current, RemoteOrderStatus status, int shipped, int ordered)
    {
        var said = Said(status, shipped, ordered);
        return current switch
        {
            OrderState.Delivered => OrderState.Delivered,
            OrderState.Shipped => said is OrderState.Delivered or OrderState.Cancelled ? said : OrderState.Shipped,
            OrderState.PartiallyShipped => said is OrderState.Pending or OrderState.ToShip ? OrderState.PartiallyShipped : said,
            _ => said,
        };
    }

    /// <summary>Whether the seller still has to do something about an order, now or soon.</summary>
    public static bool IsOpen(OrderState state) => state is OrderState.Pending or OrderState.ToShip or OrderState.PartiallyShipped;

    /// <summary>Whether all goods of an order have left.</summary>
    public static bool HasLeft(OrderState state) => state is OrderState.Shipped or OrderState.Delivered;

    // Some marketplaces keep an order at "ready" until the last parcel; the lines know better.
    private static OrderState Said(RemoteOrderStatus status, int shipped, int ordered) => status switch
    {
        RemoteOrderStatus.Pending => OrderState.Pending,
        RemoteOrderStatus.ReadyToShip when shipped > 0 && shipped >= ordered => OrderState.Shipped,
        RemoteOrderStatus.ReadyToShip when shipped > 0 => OrderState.PartiallyShipped,
        RemoteOrderStatus.ReadyToShip => OrderState.ToShip,
        RemoteOrderStatus.PartiallyShipped => OrderState.PartiallyShipped,
        RemoteOrderStatus.Shipped => OrderState.Shipped,
        RemoteOrderStatus.Delivered => OrderState.Delivered,
        RemoteOrderStatus.Cancelled => OrderState.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown state of an order."),
    };
}

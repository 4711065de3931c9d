namespace Marketplace.Core.Orders;

/// <summary>Says in sentences what an answer of the marketplace changed about an order.</summary>
internal static class OrderTimeline
{
    /// <summary>How an order stood before an answer.</summary>
    public readonly record struct Before(OrderState State, bool CancelRequested, int Items, int Shipped)
    {
        public static Before Of(Order order) => new(order.State, order.CancelRequested, order.ItemCount, order.Lines.Sum(l => l.QuantityShipped));
    }

    public static string Imported(Order order, string marketplaceName) =>
        $"Ordered on {marketplaceName}: {order.ItemCount} {(order.ItemCount == 1 ? "item" : "items")}, {order.Total}. {StateInWords(order.State)}";

    public static IEnumerable<(string Text, bool IsProblem)> Changes(Before before, Order order)
    {
        if (order.CancelRequested && !before.CancelRequested)
        {
            yield return ("The buyer asks to cancel. Answer the request before you ship.", true);
        }

        if (order.State != before.State)
        {
            yield return (StateInWords(order.State), false);
        }

        var shipped = order.Lines.Sum(l => l.QuantityShipped);
        if (shipped > before.Shipped && order.State == before.State)
        {
            yield return ($"{shipped - before.Shipped} more of {order.ItemCount} items shipped.", false);
        }

        if (order.ItemCount < before.Items)
        {
            yield return ($"Reduced from {before.Items} to {order.ItemCount} items.", false);
        }
    }

    private static string StateInWords(OrderState state) => state switch
    {
        OrderState.Pending => "Not ready to ship yet; its stock is held.",
        OrderState.ToShip => "Ready to ship.",
        OrderState.PartiallyShipped => "Partly shipped.",
        OrderState.Shipped => "Shipped: the marketplace shows all parcels.",
        OrderState.Delivered => "Delivered.",
        OrderState.Cancelled => "Cancelled; stock that was held for it is free again.",
        _ => state.ToString(),
    };
}

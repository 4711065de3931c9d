using Marketplace.Core.Connections;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Cancelling;

/// <summary>Says whether an order may be cancelled, or a buyer's request answered, and if not, why.</summary>
internal static class CancelRules
{
    /// <summary>What stands against cancelling anything of the order; null when nothing does.</summary>
    public static string? Obstacle(ShippableOrder shippable, MarketplacePlatform platform)
    {
        var name = platform.Descriptor.Name;
        return shippable.Order switch
        {
            { State: OrderState.Cancelled } => "This order is cancelled already.",
            { State: OrderState.Shipped or OrderState.Delivered } => "This order has left. Refund it instead.",
            { FulfilledByMarketplace: true } => $"{name} ships this order itself; cancel it on {name}.",
            _ when platform.Cancellations is null => $"{name} lets nobody cancel from outside. Cancel the order on {name} itself; it follows here.",
            _ when shippable.StoreState == ConnectionState.Disconnected => $"The store {shippable.StoreName} is not connected. Connect it again, then cancel.",
            _ when shippable.IsBeingCancelled => "A cancellation of this order is under way already.",
            _ when shippable.AllLeft().Count == 0 => "Every item of this order is in a parcel already. Refund it instead.",
            _ => null,
        };
    }

    /// <summary>What stands against answering the buyer; null when nothing does.</summary>
    public static string? AnswerObstacle(ShippableOrder shippable, MarketplacePlatform platform)
    {
        var name = platform.Descriptor.Name;
        return shippable.Order switch
        {
            { CancelRequested: false } => "The buyer does not ask to cancel this order.",
            { State: OrderState.Cancelled } => "This order is cancelled already.",
            _ when platform.Cancellations is null => $"{name} takes answers to the buyer only on its own pages. Answer there; it follows here.",
            _ when shippable.StoreState == ConnectionState.Disconnected => $"The store {shippable.StoreName} is not connected. Connect it again, then answer.",
            _ when shippable.Cancellations.Any(c => Actions.ActionMoves.IsOpen(c.State)) => "An answer or a cancellation is under way already.",
            _ => null,
        };
    }

    /// <summary>What is wrong with the lines of a wish; null when nothing is.</summary>
    public static string? LineProblem(ShippableOrder shippable, IReadOnlyList<ShipRequestLine> lines)
    {
        foreach (var group in lines.GroupBy(l => l.OrderLineId))
        {
            if (shippable.Order.Lines.FirstOrDefault(l => l.Id == group.Key) is not { } line)
            {
                return "One of the lines is not part of this order. Reload the order and try again.";
            }

            if (group.Count() > 1 || group.Any(l => l.Quantity < 1))
            {
                return $"Cancel at least 1 item of {line.Sku ?? line.Title}, once per line.";
            }

            if (group.First().Quantity > shippable.Left(line))
            {
                return $"Only {shippable.Left(line)} of {line.Quantity} × {line.Sku ?? line.Title} can still be cancelled; the others are in a parcel.";
            }
        }

        return lines.Count == 0 ? "Name at least one line, or cancel the whole order." : null;
    }
}

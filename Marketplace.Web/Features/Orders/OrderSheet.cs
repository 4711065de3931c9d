using Marketplace.Core.Audit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Fulfillment.Combining;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Refunds;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Customers;

namespace Marketplace.Web.Features.Orders;

/// <summary>All that the panel shows of one order, read at one time.</summary>
public sealed record OrderSheet
{
    /// <summary>The order.</summary>
    public required OrderDetails Details { get; init; }

    /// <summary>Its parcels, first parcel first.</summary>
    public required IReadOnlyList<ShipmentView> Shipments { get; init; }

    /// <summary>What can be changed of their tracking numbers, by the parcels' ids; parcels that no marketplace was told of are absent.</summary>
    public required IReadOnlyDictionary<Guid, TrackingChoice> Tracking { get; init; }

    /// <summary>What can be cancelled, and what was.</summary>
    public required CancelChoices Cancel { get; init; }

    /// <summary>What can be refunded, and what was.</summary>
    public required RefundChoices Refund { get; init; }

    /// <summary>What its buyer wants to send back, the oldest first.</summary>
    public IReadOnlyList<ReturnChoice> Returns { get; init; } = [];

    /// <summary>Its labels, newest first.</summary>
    public required IReadOnlyList<ShippingLabel> Labels { get; init; }

    /// <summary>Why no label can be bought; null when one can.</summary>
    public required string? LabelObstacle { get; init; }

    /// <summary>What else its buyer has ordered, over all channels; null where nothing is known of the buyer.</summary>
    public CustomerHistory? History { get; init; }

    /// <summary>The orders that it leaves with in one parcel; null when it leaves alone.</summary>
    public ParcelGroup? Group { get; init; }
}

/// <summary>Reads <see cref="OrderSheet"/>s.</summary>
public sealed class OrderSheets(
    OrderReader orders, ShipmentQueries shipments, CancelOrders cancel, RefundOrders refund, LabelShop labels, ParcelSuggestions parcels, CustomerQueries customers,
    TrackingChanges tracking, AnswerReturns returns, BuyerDataLog buyers)
{
    private const int OrdersOfHistory = 6;

    /// <summary>The order; null when it is not this seller's.</summary>
    public async Task<OrderSheet?> ReadAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        if (await orders.ReadAsync(sellerId, orderId, cancellationToken) is not { } details
            || await cancel.ChoicesAsync(sellerId, orderId, cancellationToken) is not { } cancellable
            || await refund.ChoicesAsync(sellerId, orderId, cancellationToken) is not { } refundable)
        {
            return null;
        }

        if (details.Buyer is not null)
        {
            await buyers.OpenedAsync(sellerId, orderId, cancellationToken);
        }

        return new OrderSheet
        {
            Details = details,
            Shipments = await shipments.OfOrderAsync(sellerId, orderId, cancellationToken),
            Tracking = await tracking.OfOrderAsync(sellerId, orderId, cancellationToken),
            Cancel = cancellable,
            Refund = refundable,
            Returns = await returns.OfOrderAsync(sellerId, orderId, cancellationToken),
            Labels = await labels.OfOrdersAsync(sellerId, [orderId], cancellationToken),
            LabelObstacle = (await labels.ObstaclesAsync(sellerId, [orderId], cancellationToken)).GetValueOrDefault(orderId),
            History = details.CustomerId is { } customer ? await customers.ReadAsync(sellerId, customer, OrdersOfHistory, cancellationToken) : null,
            Group = (await parcels.OfOrdersAsync(sellerId, [orderId], cancellationToken)).GetValueOrDefault(orderId),
        };
    }
}

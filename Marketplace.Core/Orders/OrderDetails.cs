using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Orders;

/// <summary>An order with all that a person wants to see of it. Times are UTC.</summary>
public sealed record OrderDetails
{
    /// <summary>What the grid shows of it.</summary>
    public required OrderRow Row { get; init; }

    /// <summary>Latest promised delivery.</summary>
    public required DateTimeOffset? DeliverBy { get; init; }

    /// <summary>When the marketplace said that all is shipped.</summary>
    public required DateTimeOffset? ShippedAt { get; init; }

    /// <summary>Shipping service that the buyer chose.</summary>
    public required string? ShippingService { get; init; }

    /// <summary>Lines before shipping and tax.</summary>
    public required Money Subtotal { get; init; }

    /// <summary>Shipping charged to the buyer.</summary>
    public required Money Shipping { get; init; }

    /// <summary>Tax.</summary>
    public required Money Tax { get; init; }

    /// <summary>Carrier that it shall travel with; null while none is chosen.</summary>
    public string? PlannedCarrier { get; init; }

    /// <summary>Service of that carrier.</summary>
    public string? PlannedService { get; init; }

    /// <summary>Name of the location that its items are taken from first; null for the default one.</summary>
    public string? LocationName { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<OrderLineView> Lines { get; init; }

    /// <summary>The timeline, newest first.</summary>
    public required IReadOnlyList<OrderEventView> Events { get; init; }

    /// <summary>Whose it is; null where nothing is known of the buyer.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>Buyer and address; null where the marketplace withholds them or they were erased.</summary>
    public RemoteBuyer? Buyer { get; init; }

    /// <summary>Why the stored buyer cannot be shown; null when it can.</summary>
    public string? BuyerProblem { get; init; }
}

/// <summary>A line with the stock behind it.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Sku">SKU at the time of sale.</param>
/// <param name="Title">Title at the time of sale.</param>
/// <param name="VariationTitle">Variation in words.</param>
/// <param name="ImageUrl">Image.</param>
/// <param name="Quantity">Items ordered.</param>
/// <param name="QuantityShipped">Items shipped.</param>
/// <param name="UnitPrice">Price of one item.</param>
/// <param name="VariantId">Variant whose stock it takes; null while it is not linked.</param>
/// <param name="OnHand">Items in the shed; null while it is not linked.</param>
/// <param name="Available">Items that may still be offered; null while it is not linked.</param>
/// <param name="Oversold">Items of this line that have no stock.</param>
/// <param name="TakenBack">Items that came back from the buyer.</param>
public sealed record OrderLineView(
    Guid Id, string? Sku, string Title, string? VariationTitle, string? ImageUrl, int Quantity, int QuantityShipped, Money UnitPrice,
    Guid? VariantId, int? OnHand, int? Available, int Oversold, int TakenBack);

/// <summary>An entry of the timeline.</summary>
/// <param name="At">UTC.</param>
/// <param name="Text">What happened.</param>
/// <param name="Actor">Who or what did it.</param>
/// <param name="IsProblem">Something went wrong.</param>
public sealed record OrderEventView(DateTimeOffset At, string Text, string Actor, bool IsProblem);

using Marketplace.Core.Common;

namespace Marketplace.Core.Orders;

/// <summary>An order as grids show it. Times are UTC.</summary>
public sealed record OrderRow
{
    /// <summary>Our id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The store.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>Marketplace key.</summary>
    public required string Marketplace { get; init; }

    /// <summary>The marketplace's order id.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Where it stands.</summary>
    public required OrderState State { get; init; }

    /// <summary>Marketplace ships it itself.</summary>
    public required bool FulfilledByMarketplace { get; init; }

    /// <summary>The buyer has asked to cancel.</summary>
    public required bool CancelRequested { get; init; }

    /// <summary>When the buyer ordered.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When it was first imported.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>Latest time to hand the parcel over; <see cref="Order.NoShipBy"/> where the marketplace names none.</summary>
    public required DateTimeOffset ShipBy { get; init; }

    /// <summary>Shipping service that the buyer chose.</summary>
    public string? ShippingService { get; init; }

    /// <summary>First line's title and how many more there are.</summary>
    public required string Summary { get; init; }

    /// <summary>First line's image, or else its variant's.</summary>
    public required string? ImageUrl { get; init; }

    /// <summary>Items over all lines.</summary>
    public required int ItemCount { get; init; }

    /// <summary>What the buyer pays.</summary>
    public required Money Total { get; init; }

    /// <summary>Items that were sold without stock.</summary>
    public required int Oversold { get; init; }

    /// <summary>The seller's tags, in alphabetical order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Until when it is held; may lie in the past for a moment. Null where it is not held.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>Why it is held.</summary>
    public string? HoldReason { get; init; }

    /// <summary>Until when the buyer's return must be answered; <see cref="Order.NoShipBy"/> where the marketplace names no time, null where nothing is asked.</summary>
    public DateTimeOffset? ReturnAnswerBy { get; init; }

    /// <summary>Whether the seller can ship it now.</summary>
    public bool CanShip => State is OrderState.ToShip or OrderState.PartiallyShipped && !FulfilledByMarketplace;
}

/// <summary>How many orders each tab holds.</summary>
/// <param name="ToShip">To ship.</param>
/// <param name="CancelRequested">The buyer has asked to cancel.</param>
/// <param name="Shipped">Shipped or arrived.</param>
/// <param name="Cancelled">Cancelled.</param>
/// <param name="All">All of them.</param>
public sealed record OrderCounts(int ToShip, int CancelRequested, int Shipped, int Cancelled, int All)
{
    /// <summary>The count of one tab.</summary>
    public int Of(OrderTab tab) => tab switch
    {
        OrderTab.ToShip => ToShip,
        OrderTab.CancelRequested => CancelRequested,
        OrderTab.Shipped => Shipped,
        OrderTab.Cancelled => Cancelled,
        _ => All,
    };
}

/// <summary>How much work of each kind waits; an order may be of several kinds.</summary>
/// <param name="Overdue">To ship, and the time to hand over is gone by.</param>
/// <param name="DueToday">To ship before the viewer's day ends.</param>
/// <param name="LateRisk">To ship within <see cref="OrderMatching.RiskWindow"/>.</param>
/// <param name="Attention">Something went wrong that only the seller can put right.</param>
/// <param name="ToLink">A line is not linked to an item.</param>
/// <param name="CancelRequested">The buyer has asked to cancel, and waits for an answer.</param>
/// <param name="Held">To ship, but held back.</param>
/// <param name="Returns">A buyer's return waits for the seller's answer.</param>
public sealed record OrderWorkload(int Overdue, int DueToday, int LateRisk, int Attention, int ToLink, int CancelRequested, int Held, int Returns);

using System.Text.Json.Serialization;

namespace Marketplace.Core.Orders;

/// <summary>Which orders a grid shows, and in what order.</summary>
public sealed record OrderFilter
{
    /// <summary>Group of states.</summary>
    public OrderTab Tab { get; init; } = OrderTab.ToShip;

    /// <summary>Words that must all occur, or several order ids of which any may match.</summary>
    public string? Search { get; init; }

    /// <summary>Marketplace key; null for all.</summary>
    public string? Marketplace { get; init; }

    /// <summary>Nearness of the ship-by time.</summary>
    public OrderDue Due { get; init; }

    /// <summary>End of the viewer's day, UTC, for <see cref="OrderDue.Today"/>; null takes the UTC day. It belongs to the moment, so no view keeps it.</summary>
    [JsonIgnore]
    public DateTimeOffset? DayEnds { get; init; }

    /// <summary>What open orders wait for.</summary>
    public OrderWork Work { get; init; }

    /// <summary>Only orders of one customer.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>Only orders with items that were sold without stock.</summary>
    public bool OversoldOnly { get; init; }

    /// <summary>Only orders with this tag, in whatever case; null for all.</summary>
    public string? Tag { get; init; }

    /// <summary>Only orders that are held now.</summary>
    public bool HeldOnly { get; init; }

    /// <summary>Order of rows; null takes the tab's own: the most urgent first where there is something to answer or to ship, else the newest first.</summary>
    public OrderSort? Sort { get; init; }

    /// <summary>Largest or latest first; only read with <see cref="Sort"/>.</summary>
    public bool Descending { get; init; }

    /// <summary>The order that <see cref="Sort"/> and the tab come to.</summary>
    [JsonIgnore]
    public (OrderSort Sort, bool Descending) EffectiveSort =>
        Sort is { } chosen ? (chosen, Descending)
        : Work == OrderWork.Returns ? (OrderSort.AnswerBy, false)
        : Tab is OrderTab.ToShip or OrderTab.CancelRequested ? (OrderSort.ShipBy, false)
        : (OrderSort.Placed, true);
}

/// <summary>Groups of states, as tabs show them.</summary>
public enum OrderTab
{
    /// <summary>The seller must ship it.</summary>
    ToShip,

    /// <summary>The buyer has asked to cancel, and waits for an answer.</summary>
    CancelRequested,

    /// <summary>Shipped or arrived.</summary>
    Shipped,

    /// <summary>Cancelled as a whole.</summary>
    Cancelled,

    /// <summary>Every order, those of the marketplace's own warehouse and those not yet payable included.</summary>
    All,
}

/// <summary>Nearness of the ship-by time.</summary>
public enum OrderDue
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>Within the next 24 hours.</summary>
    Soon,

    /// <summary>Gone by.</summary>
    Late,

    /// <summary>Still to come, and before the viewer's day ends.</summary>
    Today,

    /// <summary>Still to come, but within <see cref="OrderMatching.RiskWindow"/>: the day's last collection may be missed.</summary>
    Risk,
}

/// <summary>What orders wait for, apart from being shipped.</summary>
public enum OrderWork
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>Something went wrong that only the seller can put right.</summary>
    Attention,

    /// <summary>A line is not linked to an item, so that no stock is held for it.</summary>
    ToLink,

    /// <summary>A buyer's return waits for the seller's answer; most of these orders are closed.</summary>
    Returns,
}

/// <summary>Columns to sort by.</summary>
public enum OrderSort
{
    /// <summary>Ship-by time.</summary>
    ShipBy,

    /// <summary>Time of the purchase.</summary>
    Placed,

    /// <summary>What the buyer pays; amounts of different currencies compare by their minor units.</summary>
    Total,

    /// <summary>Items over all lines.</summary>
    Items,

    /// <summary>Time by which a return must be answered; orders that ask nothing come last.</summary>
    AnswerBy,
}

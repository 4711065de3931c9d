using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Refunds;

/// <summary>A seller's wish to give money back.</summary>
public sealed record RefundWish
{
    /// <summary>Our id of the order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Why.</summary>
    public required RefundReason Reason { get; init; }

    /// <summary>Minor units of the order's currency; null for all that is left. Not read where lines are given.</summary>
    public long? AmountMinor { get; init; }

    /// <summary>Amounts per line; empty to refund the order as a whole.</summary>
    public IReadOnlyList<RefundWishLine> Lines { get; init; } = [];

    /// <summary>A word to the buyer; at most <see cref="RefundRules.MaxComment"/> characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Items that came back and go on sale again, by our id of the line.</summary>
    public IReadOnlyDictionary<Guid, int> Returned { get; init; } = new Dictionary<Guid, int>();
}

/// <summary>An amount on one line.</summary>
/// <param name="OrderLineId">Our id of the line.</param>
/// <param name="AmountMinor">Above 0, minor units of the order's currency.</param>
public sealed record RefundWishLine(Guid OrderLineId, long AmountMinor);

/// <summary>What can be refunded of an order.</summary>
/// <param name="Obstacle">Why nothing can be refunded from here, in plain words; null when something can.</param>
/// <param name="Reasons">Reasons that the marketplace takes.</param>
/// <param name="Left">What may still be refunded.</param>
/// <param name="Lines">The order's lines.</param>
/// <param name="Refunds">What was asked for so far, newest first.</param>
public sealed record RefundChoices(
    string? Obstacle, IReadOnlyList<RefundReason> Reasons, Money Left, IReadOnlyList<RefundableLine> Lines, IReadOnlyList<OrderRefund> Refunds);

/// <summary>A line that may be refunded.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Title">Title with its variation.</param>
/// <param name="Left">What the buyer paid for it before tax and shipping, less what was refunded on it.</param>
/// <param name="Shipped">Items that have left, of which some may have come back.</param>
public sealed record RefundableLine(Guid Id, string? Sku, string Title, Money Left, int Shipped);

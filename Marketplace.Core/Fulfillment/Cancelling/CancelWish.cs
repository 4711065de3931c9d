using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Cancelling;

/// <summary>A seller's wish to cancel.</summary>
/// <param name="OrderId">Our id of the order.</param>
/// <param name="Reason">Why, for the marketplace and the buyer.</param>
/// <param name="BackOnSale">The items may be sold again; otherwise they are taken out of stock.</param>
/// <param name="Lines">What is cancelled; null for all that is left to ship.</param>
public sealed record CancelWish(Guid OrderId, CancelReason Reason, bool BackOnSale, IReadOnlyList<ShipRequestLine>? Lines = null);

/// <summary>What can be cancelled of an order.</summary>
/// <param name="Obstacle">Why nothing can be cancelled from here, in plain words; null when something can.</param>
/// <param name="AnswerObstacle">Why the buyer's request cannot be answered from here; null when it can, or when there is none.</param>
/// <param name="RequestIsOpen">The buyer has asked to cancel and waits for an answer.</param>
/// <param name="Reasons">Reasons that the marketplace takes.</param>
/// <param name="Lines">Lines with items that can be cancelled.</param>
/// <param name="Cancellations">What was asked for so far, newest first.</param>
public sealed record CancelChoices(
    string? Obstacle, string? AnswerObstacle, bool RequestIsOpen, IReadOnlyList<CancelReason> Reasons, IReadOnlyList<ShipCandidateLine> Lines,
    IReadOnlyList<OrderCancellation> Cancellations)
{
    /// <summary>The newest one that is still under way, or was refused; null when there is none.</summary>
    public OrderCancellation? Current => Cancellations.Count > 0 ? Cancellations[0] : null;
}

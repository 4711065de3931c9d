using Marketplace.Core.Fulfillment.Actions;

namespace Marketplace.Core.Fulfillment.Replacing;

/// <summary>Whether a parcel's tracking number can be changed, and what became of the last change.</summary>
/// <param name="Obstacle">Why it cannot be changed from here, in plain words; null when it can.</param>
/// <param name="ByHand">How the seller changes it on the marketplace's own pages first; null where this application does it.</param>
/// <param name="Latest">The last change; null when there was none.</param>
public sealed record TrackingChoice(string? Obstacle, string? ByHand, TrackingChange? Latest)
{
    /// <summary>Whether a change is on its way.</summary>
    public bool IsUnderWay => Latest is { } change && ActionMoves.IsOpen(change.State);
}

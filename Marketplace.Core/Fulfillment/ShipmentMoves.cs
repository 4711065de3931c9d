using System.Collections.Frozen;

namespace Marketplace.Core.Fulfillment;

/// <summary>Which state of a parcel may follow which; every other move is a fault of this application and is refused.</summary>
public static class ShipmentMoves
{
    private static readonly FrozenDictionary<ShipmentState, ShipmentState[]> Allowed = new Dictionary<ShipmentState, ShipmentState[]>
    {
        // One that is stuck may be corrected and queued anew.
        // A label of an independent provider may be given back before the marketplace was told of it.
        [ShipmentState.Queued] = [ShipmentState.Queued, ShipmentState.Sent, ShipmentState.Failed, ShipmentState.Voided, ShipmentState.Stopped],

        // A parcel that the marketplace did not keep is sent once more.
        [ShipmentState.Sent] = [ShipmentState.Queued, ShipmentState.Confirmed, ShipmentState.Failed, ShipmentState.Voided],
        [ShipmentState.Confirmed] = [ShipmentState.Voided],

        // One with a label of the marketplace is looked for again instead of being sent.
        [ShipmentState.Failed] = [ShipmentState.Queued, ShipmentState.Sent, ShipmentState.Voided, ShipmentState.Discarded],

        // A parcel whose label was given back after the marketplace was told may leave under another number.
        [ShipmentState.Voided] = [ShipmentState.Queued, ShipmentState.Confirmed],

        // Sent anyway, let go, or its label given back: whichever the seller decides.
        [ShipmentState.Stopped] = [ShipmentState.Queued, ShipmentState.Discarded, ShipmentState.Voided],

        // The same parcel entered again is this one; a provider's label may be given back later.
        [ShipmentState.Discarded] = [ShipmentState.Queued, ShipmentState.Voided],
    }.ToFrozenDictionary();

    /// <summary>Every state that may follow.</summary>
    public static IReadOnlyList<ShipmentState> From(ShipmentState state) => Allowed[state];

    /// <summary>Whether one state may follow another.</summary>
    public static bool May(ShipmentState from, ShipmentState to) => Allowed[from].Contains(to);
}

namespace Marketplace.Core.Fulfillment;

/// <summary>A parcel that a seller wants to enter for an order.</summary>
/// <param name="OrderId">Our id of the order.</param>
/// <param name="TrackingNumber">As the seller wrote it; blanks are taken out.</param>
/// <param name="CarrierName">As the seller wrote it; empty leaves it to the tracking number's shape.</param>
/// <param name="CarrierCode">The marketplace's code, where the seller chose from its list.</param>
/// <param name="ShippedAt">When it was handed over, UTC; null means now.</param>
/// <param name="Lines">What is in it; null means all that is left to ship.</param>
/// <param name="TrackingFileId">The file that it came with.</param>
/// <param name="DespiteCancelRequest">The seller knows that the buyer has asked to cancel, and ships all the same.</param>
/// <param name="DespiteHold">The seller knows that the order is held, and ships all the same.</param>
public sealed record ShipRequest(
    Guid OrderId,
    string TrackingNumber,
    string CarrierName,
    string? CarrierCode = null,
    DateTimeOffset? ShippedAt = null,
    IReadOnlyList<ShipRequestLine>? Lines = null,
    Guid? TrackingFileId = null,
    bool DespiteCancelRequest = false,
    bool DespiteHold = false);

/// <summary>Items of one order line in a parcel.</summary>
/// <param name="OrderLineId">Our id of the line.</param>
/// <param name="Quantity">Items, at least 1.</param>
public sealed record ShipRequestLine(Guid OrderLineId, int Quantity);

/// <summary>What became of a <see cref="ShipRequest"/>.</summary>
/// <param name="OrderId">The order asked for.</param>
/// <param name="Outcome">Whether the parcel is on its way to the marketplace.</param>
/// <param name="Message">The verdict in plain words: what happened, why, what to do.</param>
/// <param name="ShipmentId">The shipment, new or entered before; null when refused.</param>
/// <param name="Warning">Accepted, but the seller should know this.</param>
public sealed record ShipVerdict(Guid OrderId, ShipOutcome Outcome, string Message, Guid? ShipmentId = null, string? Warning = null);

/// <summary>Kinds of <see cref="ShipVerdict"/>.</summary>
public enum ShipOutcome
{
    /// <summary>Stored; the marketplace is told in the background.</summary>
    Accepted,

    /// <summary>The same parcel is stored already; nothing was added.</summary>
    AlreadyEntered,

    /// <summary>The order is shipped; nothing is left to do.</summary>
    AlreadyShipped,

    /// <summary>Cannot be sent until it is corrected.</summary>
    Refused,

    /// <summary>The seller has no such order.</summary>
    UnknownOrder,
}

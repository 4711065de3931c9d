namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>Who packs, and where.</summary>
/// <param name="Name">Name for the timeline.</param>
/// <param name="Station">The browser; the same one every time.</param>
public sealed record Packer(string Name, Guid Station);

/// <summary>What became of a step at the packing table.</summary>
/// <param name="Outcome">How the screen and the loudspeaker take it.</param>
/// <param name="Message">What happened, why, what to do.</param>
/// <param name="Run">The packing as it stands now; null where there is none.</param>
/// <param name="OrderId">The order that it is about; null where none was found.</param>
public sealed record PackVerdict(PackOutcome Outcome, string Message, PackRun? Run = null, Guid? OrderId = null);

/// <summary>Kinds of <see cref="PackVerdict"/>.</summary>
public enum PackOutcome
{
    /// <summary>Done; go on.</summary>
    Ok,

    /// <summary>The last item is in the box.</summary>
    Complete,

    /// <summary>This item is not in the order.</summary>
    WrongItem,

    /// <summary>All of this item are in the box already.</summary>
    TooMany,

    /// <summary>Nothing here has this code.</summary>
    UnknownCode,

    /// <summary>Somebody else has the order.</summary>
    Claimed,

    /// <summary>It cannot be done as it is.</summary>
    Refused,
}

/// <summary>An order in the queue of the packing table. Times are UTC.</summary>
/// <param name="OrderId">Our id.</param>
/// <param name="ExternalId">The marketplace's order id.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="Summary">First line's title and how many more there are.</param>
/// <param name="ItemCount">Items over all lines.</param>
/// <param name="ShipBy">Latest time to hand it over; <see cref="Orders.Order.NoShipBy"/> where there is none.</param>
/// <param name="CancelRequested">The buyer has asked to cancel.</param>
/// <param name="State">Where its packing stands; null while nobody has begun.</param>
/// <param name="Packer">Who has it or packed it.</param>
/// <param name="Station">Where.</param>
/// <param name="TouchedAt">When something was last done.</param>
public sealed record PackQueueEntry(
    Guid OrderId, string ExternalId, string Marketplace, string Summary, int ItemCount, DateTimeOffset ShipBy, bool CancelRequested,
    PackState? State, string? Packer, Guid? Station, DateTimeOffset? TouchedAt);

/// <summary>The queue of the packing table.</summary>
/// <param name="Entries">The most urgent ones first.</param>
/// <param name="ToPack">Orders that are not packed, those that somebody has included.</param>
/// <param name="Packed">Orders that are packed and not shipped.</param>
public sealed record PackQueuePage(IReadOnlyList<PackQueueEntry> Entries, int ToPack, int Packed);

using Marketplace.Core.Common;

namespace Marketplace.Core.Platforms;

/// <summary>Buys a marketplace's own shipping labels.</summary>
public interface ILabelBuyer
{
    /// <summary>Services that would carry a parcel, the marketplace's own choice first; none where it chooses by itself.</summary>
    Task<IReadOnlyList<LabelOffer>> OffersAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken);

    /// <summary>How the parcel can be handed over.</summary>
    Task<HandoverChoices> HandoverAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken);

    /// <summary>Buys the label, which ships the order's items. Safe to repeat: the same items are never bought a label twice.</summary>
    /// <exception cref="RejectedException">The marketplace refuses for good.</exception>
    Task<BoughtLabel> BuyAsync(ConnectionContext connection, LabelRequest request, CancellationToken cancellationToken);

    /// <summary>Where the label can be fetched. Ask again once the address has expired.</summary>
    /// <exception cref="TransientException">The label is still being made.</exception>
    Task<LabelDocument> DocumentAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken);

    /// <summary>Gives an unused label back; does nothing when it is given back already.</summary>
    /// <exception cref="RejectedException">The label was used, or this marketplace takes none back.</exception>
    Task VoidAsync(ConnectionContext connection, string externalShipmentId, CancellationToken cancellationToken);
}

/// <summary>A parcel that wants a label.</summary>
public sealed record LabelRequest
{
    /// <summary>The order.</summary>
    public required string ExternalOrderId { get; init; }

    /// <summary>The order's opaque JSON.</summary>
    public string? OrderPlatformData { get; init; }

    /// <summary>What is in it.</summary>
    public required IReadOnlyList<ShipmentNoticeLine> Lines { get; init; }

    /// <summary>Weight in grams; null where the marketplace knows it from the products.</summary>
    public int? WeightGrams { get; init; }

    /// <summary>Length, width and height in millimetres; null where the marketplace knows them.</summary>
    public (int Length, int Width, int Height)? SizeMillimetres { get; init; }

    /// <summary>Chosen offer; null leaves the choice to the marketplace.</summary>
    public string? OfferId { get; init; }

    /// <summary>Chosen time of collection; null for dropping off.</summary>
    public PickupSlot? Pickup { get; init; }

    /// <summary>An earlier try was sent and its answer never came: a label of these very items that the marketplace shows is that one.</summary>
    public bool MayBeBought { get; init; }
}

/// <summary>A service that would carry a parcel.</summary>
/// <param name="Id">Named when buying.</param>
/// <param name="Name">Name of the service.</param>
/// <param name="Carrier">Name of the carrier.</param>
/// <param name="Price">Estimated price; null where it is not told.</param>
/// <param name="EarliestDays">Fewest days to delivery.</param>
/// <param name="LatestDays">Most days to delivery.</param>
public sealed record LabelOffer(string Id, string Name, string Carrier, Money? Price, int? EarliestDays, int? LatestDays);

/// <summary>How a parcel can be handed over.</summary>
/// <param name="DropOff">It can be taken to a drop-off point.</param>
/// <param name="DropOffPoints">Where those are; null where it is not told.</param>
/// <param name="Pickups">Free times of collection.</param>
public sealed record HandoverChoices(bool DropOff, Uri? DropOffPoints, IReadOnlyList<PickupSlot> Pickups);

/// <summary>A time of collection, UTC.</summary>
/// <param name="Start">From.</param>
/// <param name="End">To.</param>
public sealed record PickupSlot(DateTimeOffset Start, DateTimeOffset End);

/// <summary>A label that was bought.</summary>
/// <param name="ExternalShipmentId">The marketplace's id of the parcel; null where the answer that named it was lost and nothing else tells it.</param>
/// <param name="TrackingNumber">Its number; null while the marketplace has not told it.</param>
/// <param name="Carrier">Name of the carrier.</param>
/// <param name="Price">What it cost; null where it is not told.</param>
public sealed record BoughtLabel(string? ExternalShipmentId, string? TrackingNumber, string? Carrier, Money? Price);

/// <summary>Where a label can be fetched.</summary>
/// <param name="Address">Of the document; it needs no further proof, so keep it to the seller.</param>
/// <param name="MediaType">What it is, usually <c>application/pdf</c>.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="TrackingNumber">Number on the label.</param>
public sealed record LabelDocument(Uri Address, string MediaType, DateTimeOffset ExpiresAt, string? TrackingNumber);

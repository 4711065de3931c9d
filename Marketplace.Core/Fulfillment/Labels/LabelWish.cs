using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>Weight and size of a parcel; null where the marketplace knows them from the products.</summary>
/// <param name="WeightGrams">Grams, above 0.</param>
/// <param name="LengthMillimetres">Millimetres, above 0.</param>
/// <param name="WidthMillimetres">Millimetres, above 0.</param>
/// <param name="HeightMillimetres">Millimetres, above 0.</param>
public sealed record ParcelSize(int? WeightGrams = null, int? LengthMillimetres = null, int? WidthMillimetres = null, int? HeightMillimetres = null)
{
    /// <summary>What is wrong with it, in plain words; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            int?[] sides = [LengthMillimetres, WidthMillimetres, HeightMillimetres];
            return WeightGrams is <= 0 or > 100_000 ? "The weight must be between 1 g and 100 kg."
                : sides.Any(s => s is null) && sides.Any(s => s is not null) ? "Enter length, width and height, or none of them."
                : sides.Any(s => s is <= 0 or > 5_000) ? "Each side must be between 1 mm and 5 m."
                : null;
        }
    }

    internal (int, int, int)? Sides => (LengthMillimetres, WidthMillimetres, HeightMillimetres) is ({ } length, { } width, { } height) ? (length, width, height) : null;
}

/// <summary>A seller's wish for a label.</summary>
public sealed record LabelWish
{
    /// <summary>Our id of the order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Weight and size.</summary>
    public ParcelSize Size { get; init; } = new();

    /// <summary>Which offer is bought.</summary>
    public OfferChoice Choice { get; init; }

    /// <summary>The offer, where <see cref="Choice"/> names one.</summary>
    public string? OfferId { get; init; }

    /// <summary>Carrier of which a label is bought; null for any. Not read where an offer is named.</summary>
    public string? Carrier { get; init; }

    /// <summary>Service of that carrier; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>Time of collection; null for dropping off.</summary>
    public PickupSlot? Pickup { get; init; }

    /// <summary>What is in it; null means all that is left to ship.</summary>
    public IReadOnlyList<ShipRequestLine>? Lines { get; init; }

    /// <summary>The seller knows that the buyer has asked to cancel, and ships all the same.</summary>
    public bool DespiteCancelRequest { get; init; }

    /// <summary>The seller knows that the order is held, and ships all the same.</summary>
    public bool DespiteHold { get; init; }
}

/// <summary>What a marketplace offers for a parcel.</summary>
/// <param name="Offers">Services, the marketplace's own choice first; none where it chooses by itself.</param>
/// <param name="Handover">How the parcel can be handed over; null where nothing can be offered.</param>
/// <param name="Problem">Why nothing is offered, in plain words; null when something is.</param>
/// <param name="NeedsSize">The marketplace wants weight and size first.</param>
public sealed record LabelOffers(IReadOnlyList<LabelOffer> Offers, HandoverChoices? Handover, string? Problem, bool NeedsSize);

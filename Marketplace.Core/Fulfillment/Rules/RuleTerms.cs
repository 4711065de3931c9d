using Marketplace.Core.Fulfillment.Labels;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>What a rule says: when all conditions hold, all steps are taken, in their order.</summary>
/// <param name="When">Conditions; none holds for every order.</param>
/// <param name="Then">Steps; at least one.</param>
public sealed record RuleTerms(IReadOnlyList<RuleCondition> When, IReadOnlyList<RuleStep> Then)
{
    /// <summary>Says nothing yet.</summary>
    public static RuleTerms Empty { get; } = new([], []);
}

/// <summary>One condition.</summary>
/// <param name="Field">What is looked at.</param>
/// <param name="Test">How it is compared; <see cref="RuleFields"/> has what goes with which field.</param>
/// <param name="Value">What it is compared with; several alternatives are parted by commas, of which one suffices.</param>
public sealed record RuleCondition(RuleField Field, RuleTest Test, string Value);

/// <summary>What of an order is looked at.</summary>
public enum RuleField
{
    /// <summary>Marketplace, by its key.</summary>
    Channel,

    /// <summary>Store, by our id of its connection.</summary>
    Store,

    /// <summary>SKUs of the lines; <c>*</c> stands for any letters.</summary>
    Sku,

    /// <summary>Weight of all items, grams, where that of each is known.</summary>
    Weight,

    /// <summary>What the buyer pays, as "50.00 EUR"; orders in another currency never match.</summary>
    Value,

    /// <summary>Country of the recipient, ISO 3166 two-letter codes, where the address is known.</summary>
    Country,

    /// <summary>Shipping service that the buyer asked for; <c>*</c> stands for any letters.</summary>
    Service,

    /// <summary>Hours since the purchase.</summary>
    Age,

    /// <summary>The seller's tags.</summary>
    Tag,

    /// <summary>Location where all items lie, by our id.</summary>
    Location,

    /// <summary>Items over all lines.</summary>
    Items,
}

/// <summary>How something is compared.</summary>
public enum RuleTest
{
    /// <summary>One of the alternatives.</summary>
    Is,

    /// <summary>None of them.</summary>
    IsNot,

    /// <summary>Nothing but the alternatives.</summary>
    Only,

    /// <summary>The number or more.</summary>
    AtLeast,

    /// <summary>The number or less.</summary>
    AtMost,
}

/// <summary>One step; each kind reads the members that belong to it.</summary>
public sealed record RuleStep
{
    /// <summary>What is done.</summary>
    public required RuleStepKind Kind { get; init; }

    /// <summary>The tag, the reason of a hold, or the question to a person.</summary>
    public string? Text { get; init; }

    /// <summary>Carrier that the order travels with, or whose label is bought; null for any.</summary>
    public string? Carrier { get; init; }

    /// <summary>Service of that carrier; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>Which label is bought of those that fit.</summary>
    public OfferChoice Choice { get; init; }

    /// <summary>Weight and size of the parcel, where the marketplace wants them for a label.</summary>
    public ParcelSize? Size { get; init; }

    /// <summary>Minutes from the purchase that an order is held; null until somebody releases it.</summary>
    public int? Minutes { get; init; }

    /// <summary>Location that the items are taken from.</summary>
    public Guid? LocationId { get; init; }
}

/// <summary>What a rule can do.</summary>
public enum RuleStepKind
{
    /// <summary>Chooses carrier and service; dialogs and exports then have them filled in.</summary>
    Carrier,

    /// <summary>Buys a label, whose tracking number ships the order.</summary>
    BuyLabel,

    /// <summary>Holds the order.</summary>
    Hold,

    /// <summary>Tags it.</summary>
    Tag,

    /// <summary>Takes its items from a location first.</summary>
    Location,

    /// <summary>Asks a person: the order is held until somebody has decided.</summary>
    Ask,
}

using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Postage;

/// <summary>
/// An independent seller of shipping labels, which knows nothing of marketplaces: each seller has an account of their own there, and
/// pays it. Calls throw the exceptions of the marketplaces' seam; <see cref="NeedsReauthorizationException"/> means that the key is refused.
/// </summary>
public interface IShippingLabels
{
    /// <summary>Key in the database and in ids of offers, lower case.</summary>
    string Key { get; }

    /// <summary>Name as people know it.</summary>
    string Name { get; }

    /// <summary>Where the seller finds the key, in a sentence.</summary>
    string KeyHint { get; }

    /// <summary>What is wrong with the form of a key; null when nothing is.</summary>
    string? KeyProblem(string apiKey);

    /// <summary>Whether labels bought with this key are specimens that no carrier takes.</summary>
    bool IsTestKey(string apiKey);

    /// <summary>Asks whether the key is accepted; buys nothing.</summary>
    Task CheckKeyAsync(string apiKey, CancellationToken cancellationToken);

    /// <summary>Registers a parcel, which costs nothing, and says which services would carry it.</summary>
    /// <exception cref="RejectedException">No carrier takes it, or an address is wrong.</exception>
    Task<PostageQuote> QuoteAsync(string apiKey, PostageRequest request, CancellationToken cancellationToken);

    /// <summary>Buys the label of a registered parcel. Safe to repeat: a parcel that has its label gives that one.</summary>
    Task<PostageLabel> BuyAsync(string apiKey, string parcelId, string rateId, CancellationToken cancellationToken);

    /// <summary>The label of a parcel; null while none is bought.</summary>
    Task<PostageLabel?> FindAsync(string apiKey, string parcelId, CancellationToken cancellationToken);

    /// <summary>Asks for the money of an unused label; does nothing where that was asked for before.</summary>
    /// <exception cref="RejectedException">The label was used, or its carrier gives nothing back.</exception>
    Task RefundAsync(string apiKey, string parcelId, CancellationToken cancellationToken);
}

/// <summary>An address of a sender or recipient.</summary>
public sealed record PostalAddress
{
    /// <summary>Person; this or <see cref="Company"/> must be there.</summary>
    public string? Name { get; init; }

    /// <summary>Company.</summary>
    public string? Company { get; init; }

    /// <summary>Street and number.</summary>
    public string Street { get; init; } = "";

    /// <summary>Further line.</summary>
    public string? Street2 { get; init; }

    /// <summary>City.</summary>
    public string City { get; init; } = "";

    /// <summary>State or province.</summary>
    public string? State { get; init; }

    /// <summary>Postal code.</summary>
    public string PostalCode { get; init; } = "";

    /// <summary>ISO 3166 two-letter country code.</summary>
    public string Country { get; init; } = "";

    /// <summary>Telephone, which some carriers want of the sender.</summary>
    public string? Phone { get; init; }

    /// <summary>What is missing, in plain words; null when nothing is.</summary>
    public string? Problem =>
        string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Company) ? "a name is missing"
        : string.IsNullOrWhiteSpace(Street) ? "the street is missing"
        : string.IsNullOrWhiteSpace(City) ? "the city is missing"
        : string.IsNullOrWhiteSpace(PostalCode) ? "the postal code is missing"
        : Country is not { Length: 2 } || !Country.All(char.IsAsciiLetter) ? "the country must be its two-letter code, such as US or DE"
        : null;

    /// <inheritdoc />
    public override string ToString() => "PostalAddress(hidden)";
}

/// <summary>A parcel that wants a label.</summary>
/// <param name="Reference">The seller's own reference, printed by some carriers; no personal data.</param>
/// <param name="From">Sender.</param>
/// <param name="To">Recipient.</param>
/// <param name="WeightGrams">Grams, at least 1.</param>
/// <param name="SizeMillimetres">Length, width and height.</param>
public sealed record PostageRequest(string Reference, PostalAddress From, PostalAddress To, int WeightGrams, (int Length, int Width, int Height) SizeMillimetres);

/// <summary>What would carry a parcel.</summary>
/// <param name="ParcelId">The provider's id of the parcel.</param>
/// <param name="Rates">Services with prices, the cheapest first.</param>
public sealed record PostageQuote(string ParcelId, IReadOnlyList<LabelOffer> Rates);

/// <summary>A label that was bought.</summary>
/// <param name="ParcelId">The provider's id of the parcel.</param>
/// <param name="TrackingNumber">Number on the label.</param>
/// <param name="Carrier">Name of the carrier.</param>
/// <param name="Price">What it cost.</param>
/// <param name="Paper">Where the paper lies; needs no further proof.</param>
/// <param name="MediaType">What the paper is.</param>
public sealed record PostageLabel(string ParcelId, string TrackingNumber, string Carrier, Money? Price, Uri Paper, string MediaType);

namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>The offers of one SKU.</summary>
internal sealed record EbayOfferPage(IReadOnlyList<EbayOffer>? Offers);

/// <summary>An item offered on one site.</summary>
internal sealed record EbayOffer
{
    public string? OfferId { get; init; }

    public string? MarketplaceId { get; init; }

    public string? Format { get; init; }

    /// <summary>Number of the category; its name is in the site's tree.</summary>
    public string? CategoryId { get; init; }

    public string? Status { get; init; }

    /// <summary>Items offered here; where given it wins over the item's own quantity.</summary>
    public int? AvailableQuantity { get; init; }

    public string? ListingDescription { get; init; }

    public EbayOfferPrices? PricingSummary { get; init; }

    public EbayListingDetails? Listing { get; init; }
}

/// <summary>Prices of an offer.</summary>
internal sealed record EbayOfferPrices(EbayAmount? Price);

/// <summary>The live listing of a published offer.</summary>
internal sealed record EbayListingDetails(string? ListingId, string? ListingStatus, bool ListingOnHold);

/// <summary>New quantities, at most 25 SKUs.</summary>
internal sealed record EbayBulkQuantity(IReadOnlyList<EbayQuantityRequest> Requests);

/// <summary>New quantity of one SKU and of its offers.</summary>
internal sealed record EbayQuantityRequest(string Sku, EbayShipToHome ShipToLocationAvailability, IReadOnlyList<EbayOfferQuantity>? Offers);

/// <summary>New quantity of one offer.</summary>
internal sealed record EbayOfferQuantity(string OfferId, int AvailableQuantity);

/// <summary>Answer to new quantities: HTTP 200 or 207 says nothing about the single SKU.</summary>
internal sealed record EbayBulkVerdicts(IReadOnlyList<EbayQuantityVerdict>? Responses);

/// <summary>What became of one SKU or offer.</summary>
internal sealed record EbayQuantityVerdict(string? Sku, string? OfferId, int StatusCode, IReadOnlyList<EbayError>? Errors);

/// <summary>Answer to a move of listings into the Inventory model.</summary>
internal sealed record EbayMigrationVerdicts(IReadOnlyList<EbayMigrationVerdict>? Responses);

/// <summary>What became of one listing.</summary>
internal sealed record EbayMigrationVerdict(string? ListingId, int StatusCode, IReadOnlyList<EbayError>? Errors);

using System.Text.Json;

namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>A page of searchListingsItems; items stay raw, so that one broken item does not spoil its page.</summary>
internal sealed record AmazonListingsPageWire(int NumberOfResults, AmazonNextWire? Pagination, IReadOnlyList<JsonElement>? Items);

/// <summary>An item of the Listings Items API 2021-08-01, as far as it is used.</summary>
internal sealed record AmazonListingWire
{
    public required string Sku { get; init; }

    public IReadOnlyList<AmazonSummaryWire>? Summaries { get; init; }

    public Dictionary<string, JsonElement>? Attributes { get; init; }

    public IReadOnlyList<AmazonIssueWire>? Issues { get; init; }

    public IReadOnlyList<AmazonOfferWire>? Offers { get; init; }

    public IReadOnlyList<AmazonAvailabilityWire>? FulfillmentAvailability { get; init; }

    public IReadOnlyList<AmazonRelationshipsWire>? Relationships { get; init; }

    public IReadOnlyList<AmazonProductTypeWire>? ProductTypes { get; init; }
}

internal sealed record AmazonSummaryWire
{
    public required string MarketplaceId { get; init; }

    public string? Asin { get; init; }

    public string? ProductType { get; init; }

    public string? ConditionType { get; init; }

    public IReadOnlyList<string>? Status { get; init; }

    public string? ItemName { get; init; }

    public DateTimeOffset? CreatedDate { get; init; }

    public DateTimeOffset? LastUpdatedDate { get; init; }

    public AmazonImageWire? MainImage { get; init; }
}

internal sealed record AmazonImageWire(string? Link);

internal sealed record AmazonIssueWire(string? Code, string? Message, string? Severity, IReadOnlyList<string>? AttributeNames);

internal sealed record AmazonOfferWire(string MarketplaceId, string OfferType, AmazonMoneyWire? Price);

internal sealed record AmazonAvailabilityWire(string FulfillmentChannelCode, int? Quantity);

internal sealed record AmazonRelationshipsWire(string MarketplaceId, IReadOnlyList<AmazonRelationshipWire>? Relationships);

internal sealed record AmazonRelationshipWire(IReadOnlyList<string>? ChildSkus, IReadOnlyList<string>? ParentSkus, AmazonThemeWire? VariationTheme, string? Type);

internal sealed record AmazonThemeWire(IReadOnlyList<string>? Attributes, string? Theme);

internal sealed record AmazonProductTypeWire(string MarketplaceId, string ProductType);

/// <summary>Answer to a patch: HTTP 200 says nothing, the status does.</summary>
internal sealed record AmazonSubmissionWire(string Sku, string Status, string? SubmissionId, IReadOnlyList<AmazonIssueWire>? Issues);

/// <summary>Body of a patch.</summary>
internal sealed record AmazonPatchesWire(string ProductType, IReadOnlyList<AmazonPatchWire> Patches);

/// <summary>One patch of a listing.</summary>
internal sealed record AmazonPatchWire(string Op, string Path, IReadOnlyList<Dictionary<string, object>> Value)
{
    /// <summary>Sets the merchant's own quantity and nothing else: a replacement would reset the handling time beside it.</summary>
    public static AmazonPatchWire Quantity(int quantity) =>
        new("merge", "/attributes/fulfillment_availability", [new() { ["fulfillment_channel_code"] = "DEFAULT", ["quantity"] = quantity }]);
}

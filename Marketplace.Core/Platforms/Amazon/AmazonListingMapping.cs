using System.Globalization;
using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Turns Amazon's listings into neutral ones.</summary>
internal static class AmazonListingMapping
{
    /// <summary>Maps an item for one store front. Both parts are null for the parent of a family, which nobody can buy.</summary>
    public static (RemoteListing? Listing, RemoteDefect? Defect) Map(JsonElement raw, string marketplaceId)
    {
        try
        {
            var wire = raw.Deserialize<AmazonListingWire>(AmazonJson.Options) ?? throw new JsonException("The listing is empty.");
            return IsParent(wire) ? (null, null) : (Map(wire, marketplaceId), null);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException)
        {
            var sku = raw.ValueKind == JsonValueKind.Object && raw.TryGetProperty("sku", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "(without SKU)";
            var reason = exception is JsonException { Path: { Length: > 0 } path } ? $"Amazon sent it with an unreadable {path}." : exception.Message;
            return (null, new RemoteDefect(AmazonListingData.IdOf(marketplaceId, sku), reason));
        }
    }

    /// <summary>When an item was listed on a store front; null where it does not say. Works on items that cannot be mapped.</summary>
    public static DateTimeOffset? CreatedOf(JsonElement raw, string marketplaceId)
    {
        if (raw.ValueKind != JsonValueKind.Object || !raw.TryGetProperty("summaries", out var summaries) || summaries.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var own = summaries.EnumerateArray().FirstOrDefault(s =>
            s.ValueKind == JsonValueKind.Object && s.TryGetProperty("marketplaceId", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() == marketplaceId);
        return own.ValueKind == JsonValueKind.Object && own.TryGetProperty("createdDate", out var created) && created.ValueKind == JsonValueKind.String && created.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : null;
    }

    /// <summary>The quantity that the seller's own stock shows; null where Amazon holds the stock.</summary>
    public static int? QuantityOf(AmazonListingWire wire) =>
        IsHeldByAmazon(wire) ? null : wire.FulfillmentAvailability?.FirstOrDefault(a => a.FulfillmentChannelCode == "DEFAULT") is { } own ? own.Quantity ?? 0 : null;

    private static RemoteListing Map(AmazonListingWire wire, string marketplaceId)
    {
        var summary = wire.Summaries?.FirstOrDefault(s => s.MarketplaceId == marketplaceId);
        var attributes = new AmazonAttributes(wire.Attributes, marketplaceId);
        var family = wire.Relationships?.FirstOrDefault(r => r.MarketplaceId == marketplaceId)?.Relationships?.FirstOrDefault(r => r is { Type: "VARIATION", ParentSkus.Count: > 0 });
        var productType = summary?.ProductType ?? wire.ProductTypes?.FirstOrDefault(t => t.MarketplaceId == marketplaceId)?.ProductType ?? AmazonListingData.AnyProduct;
        var id = AmazonListingData.IdOf(marketplaceId, wire.Sku);
        return new RemoteListing
        {
            ExternalId = id,
            ExternalProductId = family is null ? id : AmazonListingData.IdOf(marketplaceId, family.ParentSkus![0]),
            Sku = wire.Sku,
            Title = summary?.ItemName ?? attributes.First("item_name") ?? wire.Sku,
            VariationTitle = VariationOf(family, attributes),
            Description = attributes.First("product_description") ?? (string.Join("\n", attributes.Values("bullet_point")) is { Length: > 0 } bullets ? bullets : null),
            Brand = attributes.First("brand"),
            CategoryPath = string.Join(" › ", new[] { Words(productType), attributes.First("item_type_keyword") }.OfType<string>()),
            Condition = summary?.ConditionType ?? attributes.First("condition_type"),
            Attributes = attributes.Plain(),
            Identifiers = IdentifiersOf(summary, attributes),
            Images = [.. new[] { summary?.MainImage?.Link }.Concat(attributes.Images()).Distinct().Select(AsUri).OfType<Uri>()],
            Price = wire.Offers?.FirstOrDefault(o => o.MarketplaceId == marketplaceId && o.OfferType == "B2C")?.Price is { } price ? Money.Parse(price.Amount, price.CurrencyCode) : null,
            Quantity = QuantityOf(wire),
            Status = StatusOf(wire, summary),
            Url = summary?.Asin is { } asin && AmazonMarketplaces.Find(marketplaceId) is { } front ? new Uri($"https://{front.Domain}/dp/{asin}") : null,
            FulfilledByMarketplace = IsHeldByAmazon(wire),
            Issues = [.. (wire.Issues ?? []).Where(i => i.Severity is "ERROR" or "WARNING").Select(i => i.Message ?? i.Code ?? "Amazon names an issue without words.")],
            UpdatedAt = summary?.LastUpdatedDate?.ToUniversalTime(),
            PlatformData = AmazonJson.Write(new AmazonListingData(marketplaceId, wire.Sku, productType)),
        };
    }

    private static bool IsParent(AmazonListingWire wire) =>
        wire.FulfillmentAvailability is null or { Count: 0 } && wire.Relationships?.Any(r => r.Relationships?.Any(x => x.ChildSkus is { Count: > 0 }) == true) == true;

    private static bool IsHeldByAmazon(AmazonListingWire wire) =>
        wire.FulfillmentAvailability?.Any(a => a.FulfillmentChannelCode.StartsWith("AMAZON", StringComparison.Ordinal)) == true;

    // A listing that is merely sold out loses BUYABLE and keeps DISCOVERABLE; it comes back with its stock.
    private static RemoteListingStatus StatusOf(AmazonListingWire wire, AmazonSummaryWire? summary)
    {
        var status = summary?.Status ?? [];
        var soldOut = QuantityOf(wire) == 0 && status.Contains("DISCOVERABLE") && wire.Issues?.Any(i => i.Severity == "ERROR") != true;
        return status.Contains("BUYABLE") || soldOut ? RemoteListingStatus.Active : RemoteListingStatus.Inactive;
    }

    private static string? VariationOf(AmazonRelationshipWire? family, AmazonAttributes attributes) =>
        string.Join(" / ", (family?.VariationTheme?.Attributes ?? []).Select(attributes.First).OfType<string>()) is { Length: > 0 } title ? title : null;

    private static Dictionary<string, string> IdentifiersOf(AmazonSummaryWire? summary, AmazonAttributes attributes)
    {
        var identifiers = new Dictionary<string, string>();
        if (summary?.Asin is { } asin)
        {
            identifiers["ASIN"] = asin;
        }

        foreach (var (kind, value) in attributes.Identifiers())
        {
            identifiers.TryAdd(kind, value);
        }

        return identifiers;
    }

    private static string Words(string productType) =>
        productType == AmazonListingData.AnyProduct ? "Product" : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(productType.Replace('_', ' ').ToLowerInvariant());

    private static Uri? AsUri(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") ? uri : null;
}

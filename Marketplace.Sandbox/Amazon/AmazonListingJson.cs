using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Writes listings as the Listings Items API 2021-08-01 does; each data set appears only when it is asked for.</summary>
internal static class AmazonListingJson
{
    private const int PicturePixels = 500;

    /// <summary>Data sets that may be asked for.</summary>
    public static IReadOnlySet<string> DataSets { get; } =
        new HashSet<string> { "summaries", "attributes", "issues", "offers", "fulfillmentAvailability", "procurement", "relationships", "productTypes" };

    /// <summary>An item.</summary>
    public static object Write(AmazonListing listing, AmazonStore store, IReadOnlyList<string> included, string origin)
    {
        bool Asked(string set) => included.Contains(set) || (included.Count == 0 && set == "summaries");
        var marketplaceId = store.Region.MarketplaceId;
        return new
        {
            sku = listing.Sku,
            summaries = Asked("summaries") ? new[] { Summary(listing, marketplaceId, origin) } : null,
            attributes = Asked("attributes") ? AttributesOf(listing, store.Region, origin) : null,
            issues = Asked("issues") ? Array.Empty<object>() : null,
            offers = Asked("offers")
                ? new[] { new { marketplaceId, offerType = "B2C", price = new { currencyCode = store.Region.Currency, amount = AmazonOrderJson.Decimal(listing.PriceMinor) }, audience = new { value = "ALL", displayName = "Sell on Amazon" } } }
                : null,
            fulfillmentAvailability = Asked("fulfillmentAvailability")
                ? new[] { listing.HeldByAmazon ? (object)new { fulfillmentChannelCode = ChannelOf(store.Region) } : new { fulfillmentChannelCode = "DEFAULT", quantity = listing.Quantity } }
                : null,
            relationships = Asked("relationships") ? new[] { new { marketplaceId, relationships = RelationshipsOf(listing) } } : null,
            productTypes = Asked("productTypes") ? new[] { new { marketplaceId, productType = listing.ProductType } } : null,
        };
    }

    /// <summary>Code of Amazon's own fulfilment in a region.</summary>
    public static string ChannelOf(AmazonRegion region) => $"AMAZON_{region.Key}";

    /// <summary>Attribute names that the sandbox's product types have.</summary>
    public static bool IsAttribute(string name) => Known.Contains(name);

    private static readonly HashSet<string> Known =
    [
        "item_name", "brand", "product_description", "bullet_point", "condition_type", "externally_assigned_product_identifier", "merchant_suggested_asin", "main_product_image_locator",
        "purchasable_offer", "fulfillment_availability", "color", "size", "list_price", "item_type_keyword", "manufacturer", "material", "number_of_items", "country_of_origin",
        "merchant_shipping_group", "max_order_quantity", "generic_keyword", "part_number", "item_package_weight", "item_package_dimensions", "supplier_declared_dg_hz_regulation", "batteries_required",
    ];

    private static object Summary(AmazonListing listing, string marketplaceId, string origin) => new
    {
        marketplaceId,
        asin = listing.Asin,
        productType = listing.ProductType,
        conditionType = "new_new",
        status = listing.Status,
        itemName = listing.Item.Title,
        createdDate = AmazonReplies.Time(listing.CreatedAt),
        lastUpdatedDate = AmazonReplies.Time(listing.UpdatedAt),
        mainImage = new { link = AmazonPictures.LinkOf(listing, origin), height = PicturePixels, width = PicturePixels },
    };

    private static JsonObject AttributesOf(AmazonListing listing, AmazonRegion region, string origin)
    {
        JsonArray Words(string value) => [new JsonObject { ["value"] = value, ["language_tag"] = region.Language, ["marketplace_id"] = region.MarketplaceId }];
        JsonArray Plain(string value) => [new JsonObject { ["value"] = value, ["marketplace_id"] = region.MarketplaceId }];
        var item = listing.Item;
        var attributes = new JsonObject
        {
            ["item_name"] = Words(item.Title),
            ["brand"] = Words(item.Brand),
            ["product_description"] = Words($"{item.Title} by {item.Brand}: made in small batches for {string.Join(", ", item.Category).ToLowerInvariant()}."),
            ["bullet_point"] = Words($"From the {item.Category[^1].ToLowerInvariant()} range"),
            ["condition_type"] = Plain("new_new"),
            ["merchant_suggested_asin"] = Plain(listing.Asin),
            ["externally_assigned_product_identifier"] = new JsonArray(new JsonObject { ["type"] = "ean", ["value"] = item.Ean, ["marketplace_id"] = region.MarketplaceId }),
            ["main_product_image_locator"] = new JsonArray(new JsonObject { ["media_location"] = AmazonPictures.LinkOf(listing, origin), ["marketplace_id"] = region.MarketplaceId }),
            ["purchasable_offer"] = new JsonArray(new JsonObject
            {
                ["currency"] = region.Currency,
                ["our_price"] = new JsonArray(new JsonObject { ["schedule"] = new JsonArray(new JsonObject { ["value_with_tax"] = listing.PriceMinor / 100m }) }),
                ["marketplace_id"] = region.MarketplaceId,
            }),
            ["fulfillment_availability"] = new JsonArray(AvailabilityOf(listing, region)),
        };
        foreach (var (name, value) in item.Variation)
        {
            attributes[name.ToLowerInvariant()] = Words(value);
        }

        foreach (var (name, value) in listing.Patched ?? [])
        {
            attributes[name] = value.DeepClone();
        }

        return attributes;
    }

    private static JsonObject AvailabilityOf(AmazonListing listing, AmazonRegion region)
    {
        var availability = new JsonObject { ["fulfillment_channel_code"] = listing.HeldByAmazon ? ChannelOf(region) : "DEFAULT" };
        if (!listing.HeldByAmazon)
        {
            availability["quantity"] = listing.Quantity;
            if (listing.LeadTimeDays is { } days)
            {
                availability["lead_time_to_ship_max_days"] = days;
            }

            if (listing.RestockDate is { } date)
            {
                availability["restock_date"] = date;
            }
        }

        return availability;
    }

    private static object[] RelationshipsOf(AmazonListing listing) => listing.Item.ParentSku is not { } parent
        ? []
        :
        [
            new
            {
                parentSkus = new[] { parent },
                variationTheme = new
                {
                    attributes = listing.Item.Variation.Keys.Select(k => k.ToLowerInvariant()).ToArray(),
                    theme = string.Join('/', listing.Item.Variation.Keys.Select(k => k.ToUpperInvariant())),
                },
                type = "VARIATION",
            },
        ];
}

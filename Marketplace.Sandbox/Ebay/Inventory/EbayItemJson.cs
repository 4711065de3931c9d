using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>Items, groups and offers on the wire.</summary>
internal static class EbayItemJson
{
    /// <summary>An item with the quantity that was known at a time. Aspects are an object, whatever the contract calls them; bulk answers leave the group ids out.</summary>
    public static object Item(EbayListing listing, SandboxCall call, DateTimeOffset visible, bool isBulk = false)
    {
        var quantity = listing.QuantityAt(visible);
        var groups = listing.GroupKey is { } key ? new[] { key } : null;
        if (listing.Content is { } content)
        {
            var written = (JsonObject)content.DeepClone();
            written["sku"] = listing.Item.Sku;
            written["locale"] = listing.Site.Locale;
            written["availability"] = new JsonObject { ["shipToLocationAvailability"] = new JsonObject { ["quantity"] = quantity } };
            foreach (var name in groups is null ? [] : isBulk ? new[] { "inventoryItemGroupKeys" } : ["inventoryItemGroupKeys", "groupIds"])
            {
                written[name] = new JsonArray(groups![0]);
            }

            return written;
        }

        var item = listing.Item;
        var aspects = new Dictionary<string, string[]> { ["Brand"] = [item.Brand], ["Type"] = [item.Category[^1]] };
        foreach (var (name, value) in item.Variation)
        {
            aspects[name] = [value];
        }

        return new
        {
            sku = item.Sku,
            locale = listing.Site.Locale,
            product = new
            {
                title = item.Variation.Count == 0 ? item.Title : $"{item.Title} {string.Join(' ', item.Variation.Values)}",
                aspects,
                description = Description(listing),
                brand = item.Brand,
                mpn = item.Sku,
                ean = new[] { item.Ean },
                imageUrls = new[] { EbayPictures.Link(call, item) },
            },
            condition = "NEW",
            packageWeightAndSize = new { weight = new { value = 0.8, unit = "POUND" } },
            availability = new { shipToLocationAvailability = new { quantity, allocationByFormat = new { fixedPrice = quantity } } },
            inventoryItemGroupKeys = groups,
            groupIds = isBulk ? null : groups,
        };
    }

    /// <summary>A product with variations.</summary>
    public static object Group(string key, IReadOnlyList<EbayListing> group, JsonObject? content, SandboxCall call)
    {
        if (content is not null)
        {
            var written = (JsonObject)content.DeepClone();
            written["inventoryItemGroupKey"] = key;
            return written;
        }

        return new
        {
            inventoryItemGroupKey = key,
            title = group[0].Item.Title,
            description = Description(group[0]),
            aspects = new Dictionary<string, string[]> { ["Brand"] = [group[0].Item.Brand], ["Material"] = ["Mixed"] },
            imageUrls = new[] { EbayPictures.Link(call, group[0].Item) },
            variantSKUs = group.Select(listing => listing.Item.Sku).ToList(),
            variesBy = new
            {
                aspectsImageVariesBy = new[] { "Color" },
                specifications = group[0].Item.Variation.Keys
                    .Select(name => new { name, values = group.Select(listing => listing.Item.Variation.GetValueOrDefault(name)).OfType<string>().Distinct().ToList() })
                    .ToList(),
            },
        };
    }

    /// <summary>An offer; one that is public shows its listing.</summary>
    public static object Offer(EbayListing listing, DateTimeOffset visible)
    {
        var quantity = listing.QuantityAt(visible);
        var status = listing.IsPublic ? "PUBLISHED" : "UNPUBLISHED";
        var shown = listing.IsPublic ? new { listingId = listing.ListingId, listingStatus = quantity > 0 ? "ACTIVE" : "OUT_OF_STOCK", soldQuantity = listing.Sold } : null;
        if (listing.Terms is { } terms)
        {
            var written = (JsonObject)terms.DeepClone();
            written["offerId"] = listing.OfferId;
            written["sku"] = listing.Item.Sku;
            written["status"] = status;
            written["availableQuantity"] = quantity;
            written["pricingSummary"] = new JsonObject { ["price"] = Price(EbayWire.Amount(listing.PriceCents, listing.Site.Currency)) };
            written["listingDuration"] ??= "GTC";
            written["hideBuyerDetails"] ??= false;
            written["includeCatalogProductDetails"] ??= true;
            if (shown is not null)
            {
                written["listing"] = new JsonObject { ["listingId"] = shown.listingId, ["listingStatus"] = shown.listingStatus, ["soldQuantity"] = shown.soldQuantity };
            }

            return written;
        }

        return new
        {
            offerId = listing.OfferId,
            sku = listing.Item.Sku,
            marketplaceId = listing.Site.Id,
            format = "FIXED_PRICE",
            availableQuantity = quantity,
            categoryId = EbayCategories.IdOf(listing.Item),
            listingDescription = Description(listing),
            listingDuration = "GTC",
            listingPolicies = new { fulfillmentPolicyId = "6200000001", paymentPolicyId = "6200000002", returnPolicyId = "6200000003", eBayPlusIfEligible = false },
            pricingSummary = new { price = EbayWire.Amount(listing.PriceCents, listing.Site.Currency) },
            merchantLocationKey = EbayLocationCalls.FirstKey,
            tax = new { applyTax = false },
            hideBuyerDetails = false,
            includeCatalogProductDetails = true,
            status,
            listing = shown,
        };
    }

    private static JsonObject Price(EbayAmount amount) => new() { ["value"] = amount.Value, ["currency"] = amount.Currency };

    private static string Description(EbayListing listing) => $"<p>{listing.Item.Title}, made by {listing.Item.Brand}. Sent from Portland within three days.</p>";
}

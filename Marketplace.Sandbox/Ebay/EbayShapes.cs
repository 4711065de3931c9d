using static Marketplace.Sandbox.Ebay.EbayShape;

namespace Marketplace.Sandbox.Ebay;

/// <summary>The bodies of the Inventory and Feed APIs, as far as the sandbox reads them; from their official documents.</summary>
internal static class EbayShapes
{
    private static readonly EbayShape Texts = List(Text);
    private static readonly EbayShape Address = Object(("addressLine1", Text), ("city", Text), ("postalCode", Text), ("country", Text), ("stateOrProvince", Text));

    private static readonly EbayShape Condition = OneOf(
        "NEW", "LIKE_NEW", "NEW_OTHER", "NEW_WITH_DEFECTS", "MANUFACTURER_REFURBISHED", "CERTIFIED_REFURBISHED", "EXCELLENT_REFURBISHED", "VERY_GOOD_REFURBISHED", "GOOD_REFURBISHED",
        "SELLER_REFURBISHED", "USED_EXCELLENT", "USED_VERY_GOOD", "USED_GOOD", "USED_ACCEPTABLE", "FOR_PARTS_OR_NOT_WORKING", "PRE_OWNED_EXCELLENT", "PRE_OWNED_FAIR");

    private static readonly (string, EbayShape)[] Item =
    [
        ("condition", Condition),
        ("conditionDescription", Text),
        ("availability", Object(("shipToLocationAvailability", Object(("quantity", Whole))))),
        ("product", Object(("title", Text), ("description", Text), ("brand", Text), ("mpn", Text), ("aspects", Map(Texts)), ("imageUrls", Texts), ("ean", Texts), ("upc", Texts), ("isbn", Texts))),
    ];

    private static readonly (string, EbayShape)[] Offer =
    [
        ("sku", Text),
        ("marketplaceId", Text),
        ("format", Text),
        ("availableQuantity", Whole),
        ("categoryId", Text),
        ("listingDescription", Text),
        ("merchantLocationKey", Text),
        ("includeCatalogProductDetails", Flag),
        ("pricingSummary", Object(("price", Amount))),
        ("listingPolicies", Object(("fulfillmentPolicyId", Text), ("paymentPolicyId", Text), ("returnPolicyId", Text))),
    ];

    private static readonly Dictionary<string, EbayShape> All = new()
    {
        ["createOrReplaceInventoryItem"] = Object(Item),
        ["bulkCreateOrReplaceInventoryItem"] = Requests([("sku", Text), ("locale", Text), .. Item]),
        ["bulkGetInventoryItem"] = Requests(("sku", Text)),
        ["createOrReplaceInventoryItemGroup"] = Object(
            ("title", Text), ("description", Text), ("aspects", Map(Texts)), ("imageUrls", Texts), ("variantSKUs", Texts),
            ("variesBy", Object(("aspectsImageVariesBy", Texts), ("specifications", List(Object(("name", Text), ("values", Texts))))))),
        ["createOffer"] = Object(Offer),
        ["updateOffer"] = Object(Offer),
        ["bulkCreateOffer"] = Requests(Offer),
        ["bulkPublishOffer"] = Requests(("offerId", Text)),
        ["publishOfferByInventoryItemGroup"] = Object(("inventoryItemGroupKey", Text), ("marketplaceId", Text)),
        ["withdrawOfferByInventoryItemGroup"] = Object(("inventoryItemGroupKey", Text), ("marketplaceId", Text)),
        ["getListingFees"] = Object(("offers", List(Object(("offerId", Text))))),
        ["bulkMigrateListing"] = Requests(("listingId", Text)),
        ["bulkUpdatePriceQuantity"] = Requests(
            ("sku", Text),
            ("shipToLocationAvailability", Object(("quantity", Whole))),
            ("offers", List(Object(("offerId", Text), ("availableQuantity", Whole), ("price", Amount))))),
        ["createInventoryLocation"] = Object(("name", Text), ("phone", Text), ("merchantLocationStatus", Text), ("locationTypes", Texts), ("location", Object(("address", Address)))),
        ["updateInventoryLocation"] = Object(("name", Text), ("phone", Text), ("locationAdditionalInformation", Text), ("locationInstructions", Text)),
        ["createInventoryTask"] = Object(("feedType", Text), ("schemaVersion", Text), ("filterCriteria", Object(("listingFormat", OneOf("AUCTION", "FIXED_PRICE"))))),
    };

    /// <summary>The handler of an operation behind the check of its body.</summary>
    public static Oauth.EbaySellerHandler Checked(string operation, Oauth.EbaySellerHandler handler) =>
        All.TryGetValue(operation, out var shape) ? (seller, call) => shape.Refuse(call) ?? handler(seller, call) : handler;

    private static EbayShape Requests(params (string, EbayShape)[] members) => Object(("requests", List(Object(members))));
}

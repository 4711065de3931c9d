namespace Marketplace.Tests.Contract;

/// <summary>
/// Where the living marketplaces depart from their own documents. The sandbox follows the marketplaces, so these are not
/// violations. Each entry has been seen in recorded answers or is stated by the marketplace elsewhere; nothing else belongs here.
/// </summary>
internal static class Deviations
{
    private static readonly (string Marketplace, string Operation, Side Side, string Path, string Message, string Why)[] Known =
    [
        ("ebay", "*", Side.Answer, "lineItems[*].refunds", "required", "The line's refunds array is called always present, yet recorded orders without a refund lack it."),
        ("ebay", "*", Side.Answer, "legacyOrderId", "not in the document", "Dropped from the contract, still sent."),
        ("ebay", "getShippingFulfillments", Side.Answer, "shippingServiceCode", "not in the document", "Sent, though the contract knows the carrier's code alone."),
        ("ebay", "*", Side.Answer, ".aspects", "StringExpected", "The schema says text; the field's own example, and every recorded answer, is an object of lists."),
        ("ebay", "*", Side.Request, ".aspects", "StringExpected", "As in answers."),
        ("ebay", "*", Side.Request, "product.title", "required", "An item without a title is kept; it is publishing that needs it, says the field's own text."),
        ("ebay", "*", Side.Request, "product.description", "required", "As with the title; items were seen to lose it by a write that left it out."),
        ("ebay", "*", Side.Request, "includeCatalogProductDetails", "required", "The field's own text gives its default, true."),
        ("ebay", "createOrReplaceInventoryItemGroup", Side.Request, "inventoryItemGroupKey", "required", "The key is in the path; the body's is what answers have."),
        ("ebay", "createInventoryLocation", Side.Request, "address.stateOrProvince", "required", "The call's own text asks for country and postal code, or for city and state with the country."),
        ("ebay", "bulkGetInventoryItem", Side.Answer, "responses[*].inventoryItem", "required", "A row that failed has errors instead of an item."),
        ("ebay", "getOffers", Side.Answer, "errors[*].errorId", "25707", "A missing SKU is refused under the id that other operations have for a bad one."),
        ("ebay", "createOffer", Side.Answer, "errors[*].errorId", "25002", "A second offer is refused under the id of user errors, with the first one's id."),
        ("amazon", "patchListingsItem", Side.Answer, "status", "404 is none", "An unknown SKU is not found, which the document says of reads alone."),
        ("tiktok", "*", Side.Request, "query app_key", "not in the document", "The official parts leave out what every call carries; the page on common parameters names it."),
        ("tiktok", "*", Side.Request, "query timestamp", "not in the document", "As with the app's key."),
        ("tiktok", "*", Side.Request, "query sign", "not in the document", "As with the app's key."),
        ("amazon", "cancelFeed", Side.Answer, "$", "no body", "The document leaves the answer open; the clients that sellers use read every answer but a 204 as JSON."),
        ("amazon", "cancelReport", Side.Answer, "$", "no body", "As with feeds."),
        ("amazon", "cancelReportSchedule", Side.Answer, "$", "no body", "As with feeds."),
        ("amazon", "*", Side.Answer, "errors[*].message", "", "May be JSON null on the living service."),
    ];

    /// <summary>Addresses of the marketplaces that no official document describes, with the reason.</summary>
    private static readonly (string Method, string Host, string PathStart, string Why)[] Undescribed =
    [
        ("POST", "api.ebay.com", "/identity/v1/oauth2/token", "eBay documents its token endpoint in prose only."),
        ("POST", "api.amazon.com", "/auth/o2/token", "Login with Amazon is documented in prose only."),
        ("PUT", "tortuga-prod-na.s3-external-1.amazonaws.com", "/", "Documents of feeds lie in a plain object store. Listings are held against Amazon's feed schema; order feeds are XML."),
        ("GET", "tortuga-prod-na.s3-external-1.amazonaws.com", "/", "Documents of feeds and reports lie in a plain object store. Reports on listings are held against Amazon's schema; the others are XML and tables."),
        ("POST", "api.ebay.com", "/post-order/v2/cancellation", "eBay documents Post-Order in prose only."),
        ("GET", "api.ebay.com", "/post-order/v2/cancellation", "eBay documents Post-Order in prose only."),
        ("POST", "sqs.us-east-1.amazonaws.com", "/", "The queue of notifications is AWS's own service and called by its own client."),
        ("GET", "sns.us-east-1.amazonaws.com", "/", "Topics are AWS's own service: its certificate, and the address that confirms a subscription."),
        ("POST", "api.ebay.com", "/ws/api.dll", "The Trading API is XML and has a WSDL, no OpenAPI document."),
    ];

    /// <summary>Why no document describes the address of an exchange; null for addresses that should be described.</summary>
    public static string? UndescribedBy(Exchange exchange) => Undescribed
        .Where(known => known.Method == exchange.Method && known.Host == exchange.Url.Host && exchange.Url.AbsolutePath.StartsWith(known.PathStart, StringComparison.Ordinal))
        .Select(known => known.Why).FirstOrDefault();

    /// <summary>Whether a departure is one of the known ones.</summary>
    public static bool Cover(ContractViolation violation) => Known.Any(known =>
        known.Marketplace == violation.Marketplace
        && (known.Operation == "*" || known.Operation == violation.Operation)
        && known.Side == violation.Side
        && violation.Path.EndsWith(known.Path, StringComparison.Ordinal)
        && violation.Message.Contains(known.Message, StringComparison.Ordinal));
}

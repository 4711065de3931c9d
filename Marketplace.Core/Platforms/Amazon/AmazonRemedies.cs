namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Refusals whose own words do not tell a seller what to do, found by a part of them.</summary>
internal static class AmazonRemedies
{
    private static readonly (string Part, string? Field, string Words)[] Known =
    [
        ("do not have access to some or all requested resource", null, "Amazon does not let this application see what was asked for. Give it the role Direct-to-Consumer Shipping in Seller Central, then connect the store again."),
        ("PackageToUpdateNotFound", "packageReferenceId", "Amazon has no such parcel to change: the order is shipped already, or cancelled. Look at the order in Seller Central."),
        ("OrderItemId is invalid", "orderItemId", "Amazon does not know a line of this order. Sync the orders, then enter the parcel again."),
        ("PackageReferenceId: is invalid", "packageReferenceId", "Amazon wants a whole number as the parcel's number."),
        ("fulfilled by Amazon", null, "Amazon ships this order itself; there is nothing to confirm."),
        ("exceeds what is left to ship", "quantity", "More items were entered than the order has left to ship. Correct the quantities."),
        ("could not decode your NextToken", "NextToken", "Amazon lost the thread between two pages. The next run starts from the same place."),
        ("paginationToken you have submitted is not valid", "paginationToken", "Amazon lost the thread between two pages. The next run starts from the same place."),
        ("Invalid Date-Time field", null, "Amazon does not take the time window. Check the clock of this machine."),
        ("not found in marketplace", "sku", "Amazon has no listing with this SKU on this store front any more. Sync the products."),
        ("offer is not valid or has expired", "ShippingServiceOfferId", "The price of this shipping service has lapsed. Ask for the services again."),
    ];

    /// <summary>What a refusal means and what to do; null where Amazon's words must do.</summary>
    public static (string Words, string? Field)? For(string? message, string? details) =>
        Known.Where(k => Mentions(message, k.Part) || Mentions(details, k.Part)).Select(k => ((string, string?)?)(k.Words, k.Field)).FirstOrDefault();

    private static bool Mentions(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}

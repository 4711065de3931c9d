namespace Marketplace.Core.Platforms.Ebay;

/// <summary>How eBay introduces itself.</summary>
internal static class EbayDescriptor
{
    /// <summary>The descriptor with the carriers of this installation.</summary>
    public static MarketplaceDescriptor Create(EbayCarriers carriers) => new()
    {
        Key = EbayOperations.Key,
        Name = "eBay",
        Color = "#3B73E0",
        IconSvg = """<path fill="currentColor" d="M11.2 2H20a2 2 0 0 1 2 2v8.8a2 2 0 0 1-.6 1.4l-7.2 7.2a2 2 0 0 1-2.8 0L2.6 12.6a2 2 0 0 1 0-2.8l7.2-7.2A2 2 0 0 1 11.2 2Zm5.3 3.8a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4Z"/>""",
        Regions = [.. EbaySites.All.Select(site => new MarketplaceRegion(site.Id, site.Name))],
        Tracking = new TrackingRules(50, "^[A-Za-z0-9]+$", "letters and digits only, without spaces or hyphens"),
        Carriers = carriers.All,
        AcceptsOtherCarriers = true,
        TrackingChangeByHand = "eBay keeps every number that it was told, and its API can neither change nor delete one: telling it again would add a second parcel. Change the number on the order's page in Seller Hub.",
        ImageHosts = ["ebayimg.com"],
        SellerCentral = new Uri("https://accounts.ebay.com/acctsec/authz-and-connections"),
    };
}

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>How Amazon introduces itself to the screens.</summary>
internal static class AmazonDescriptor
{
    public static MarketplaceDescriptor Create(AmazonOptions options) => new()
    {
        Key = AmazonOperations.Key,
        Name = "Amazon",
        Color = "#E47911",
        IconSvg = """<path d="M6.2 13.6 12 4l5.8 9.6h-2.6l-1.1-2H9.9l-1.1 2zm4.8-3.9h2L12 7.9z" fill="currentColor"/><path d="M4 16.2c4.6 3.3 10.8 3.5 15.6.6M16.9 15.6l3.2.9-1.4 3" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>""",
        Regions = [new("NA", "North America"), new("EU", "Europe, Middle East and India"), new("FE", "Japan, Australia and Singapore")],
        Tracking = new TrackingRules(100, @"^[A-Za-z0-9][A-Za-z0-9 \-_/.]*$", "letters, digits, spaces and - _ / . only"),
        Carriers = AmazonCarriers.All,
        AcceptsOtherCarriers = true,

        // Amazon's only way is a feed without protection against running twice, and no call of orders shows what was refunded.
        RefundByHand = "Amazon has no call that shows what an order was refunded, so a refund could not be made sure of from here. Refund the order in Seller Central: Manage Orders, the order, Refund Order.",
        ImageHosts = ["media-amazon.com", "ssl-images-amazon.com", "images-amazon.com"],
        ConsentWarning = TimeSpan.FromDays(60),
        SellerCentral = new Uri(options.SellerCentralOf("NA"), "/apps/manage"),
    };
}

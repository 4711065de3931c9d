namespace Marketplace.Core.Platforms.TikTok;

/// <summary>How TikTok Shop introduces itself.</summary>
internal static class TikTokDescriptor
{
    public static readonly MarketplaceDescriptor Value = new()
    {
        Key = TikTokOperations.Marketplace,
        Name = "TikTok Shop",
        Color = "#e8305b",
        IconSvg = """<path fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" d="M13.5 3v11.8a3.7 3.7 0 1 1-3.7-3.7M13.5 3c.3 2.9 2.2 4.8 5 5"/>""",
        Regions =
        [
            new("US", "United States"), new("GB", "United Kingdom"), new("DE", "Germany"), new("ES", "Spain"), new("FR", "France"),
            new("IE", "Ireland"), new("IT", "Italy"), new("ID", "Indonesia"), new("MY", "Malaysia"), new("PH", "Philippines"),
            new("SG", "Singapore"), new("TH", "Thailand"), new("VN", "Vietnam"), new("JP", "Japan"), new("BR", "Brazil"), new("MX", "Mexico"),
        ],
        Tracking = new TrackingRules(50, "^[A-Za-z0-9-]+$", "letters, digits and hyphens only"),

        // Provider ids differ by market and delivery option and are asked for when a parcel is sent; these are names to choose from before.
        Carriers =
        [
            new("USPS", "USPS"), new("UPS", "UPS"), new("FedEx", "FedEx"), new("DHL eCommerce", "DHL eCommerce"), new("OnTrac", "OnTrac"),
            new("LaserShip", "LaserShip"), new("Royal Mail", "Royal Mail"), new("Evri", "Evri"), new("DPD", "DPD"), new("J&T Express", "J&T Express"),
        ],
        AcceptsOtherCarriers = true,
        ImageHosts = ["ibyteimg.com", "tiktokcdn.com", "tiktokcdn-us.com", "tiktokcdn-eu.com"],
    };
}

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Carrier codes as Amazon spells them; it ignores a confirmation whose code it does not know.</summary>
internal static class AmazonCarriers
{
    /// <summary>Code of a carrier that is named in words.</summary>
    public const string Other = "Other";

    /// <summary>The carriers of all regions. Amazon has no call that lists them.</summary>
    public static IReadOnlyList<Carrier> All { get; } =
    [
        .. new[]
        {
            "USPS", "UPS", "FedEx", "DHL", "OnTrac", "Amazon Shipping", "UPSMI", "UPS Mail Innovations", "FedEx SmartPost", "DHL Global Mail", "Lasership", "Newgistics", "OSM", "Streamlite", "Canada Post",
            "Royal Mail", "Parcelforce", "Yodel", "Hermes Logistik Gruppe", "Parcelnet", "City Link", "TNT", "DPD", "GLS", "GO!", "Deutsche Post", "La Poste", "Chronopost", "Poste Italiane", "SDA",
            "Correos", "Seur", "MRW", "Nacex", "Endopack", "Correios", "Aramex", "India Post", "BlueDart", "DTDC", "Delhivery", "First Flight", "Overnite Express", "Professional",
            "YAMATO", "SAGAWA", "JP_EXPRESS", "NITTSU", "FEDEX_JP", "Australia Post", "Fastway", "Singapore Post", "China Post", "4PX", "Yanwen", "Yun Express", "SF Express",
        }.Select(name => new Carrier(name, NameOf(name))),
        new Carrier(Other, "Other (named in words)"),
    ];

    private static string NameOf(string code) => code switch
    {
        "UPSMI" => "UPS Mail Innovations (UPSMI)",
        "YAMATO" => "Yamato Transport",
        "SAGAWA" => "Sagawa Express",
        "JP_EXPRESS" => "JP Express",
        "NITTSU" => "Nippon Express",
        "FEDEX_JP" => "FedEx Japan",
        _ => code,
    };
}

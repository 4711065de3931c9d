namespace Marketplace.Sandbox.Amazon;

/// <summary>The carrier codes that Amazon acts upon.</summary>
internal static class AmazonCarrierCodes
{
    private static readonly HashSet<string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        "4PX", "AFL/Fedex", "Amazon Shipping", "Aramex", "Asendia", "Australia Post", "Blue Package", "BlueDart", "Canada Post", "China Post", "Chronopost", "City Link", "Correios", "Correos",
        "Delhivery", "Deutsche Post", "DHL", "DHL eCommerce", "DHL Global Mail", "DPD", "DTDC", "Endopack", "Fastway", "FedEx", "FEDEX_JP", "FedEx SmartPost", "First Flight", "GLS", "GO!",
        "Hermes", "Hermes Logistik Gruppe", "India Post", "JP_EXPRESS", "La Poste", "Lasership", "MRW", "Nacex", "Newgistics", "NipponExpress", "NITTSU", "OnTrac", "OSM", "Other", "Otro",
        "Overnite Express", "Parcelforce", "Parcelnet", "Poste Italiane", "Professional", "Royal Mail", "SAGAWA", "SagawaExpress", "SDA", "Self Delivery", "Sendle", "Seur", "SF Express",
        "Singapore Post", "Smartmail", "Streamlite", "Target", "TNT", "UPS", "UPS Mail Innovations", "UPSMI", "USPS", "YAMATO", "YamatoTransport", "Yanwen", "Yodel", "Yun Express",
    };

    /// <summary>Whether a code is known, in any case.</summary>
    public static bool Knows(string code) => Codes.Contains(code);
}

namespace Marketplace.Sandbox.Ebay;

/// <summary>A national site that a seller of the sandbox is at home on.</summary>
/// <param name="Id">Marketplace id of the REST APIs.</param>
/// <param name="TradingName">Name in the Trading API.</param>
/// <param name="Locale">Locale of its listings, in the Inventory API's spelling.</param>
/// <param name="Currency">Currency of its prices.</param>
/// <param name="Country">Country of its buyers.</param>
/// <param name="Host">Host of its public pages.</param>
/// <param name="TreeId">Its category tree.</param>
/// <param name="Carrier">Carrier that buyers there choose.</param>
/// <param name="Service">Its service.</param>
/// <param name="MustSign">Sellers there must sign calls that move money.</param>
internal sealed record EbaySite(
    string Id, string TradingName, string Locale, string Currency, string Country, string Host, string TreeId, string Carrier, string Service, bool MustSign)
{
    /// <summary>The sites, the usual one first.</summary>
    public static IReadOnlyList<EbaySite> All { get; } =
    [
        new("EBAY_US", "US", "en_US", "USD", "US", "www.ebay.com", "0", "USPS", "USPSPriority", MustSign: false),
        new("EBAY_GB", "UK", "en_GB", "GBP", "GB", "www.ebay.co.uk", "3", "RoyalMail", "UK_RoyalMailTracked48", MustSign: true),
        new("EBAY_DE", "Germany", "de_DE", "EUR", "DE", "www.ebay.de", "77", "DHL", "DE_DHLPaket", MustSign: true),
    ];

    /// <summary>Towns of buyers there; none where the sample's own are at home.</summary>
    public IReadOnlyList<(string City, string State, string PostalCode)> Towns => Country switch
    {
        "GB" => [("Leeds", "West Yorkshire", "LS1 4AP"), ("Norwich", "Norfolk", "NR1 3JU"), ("Perth", "Perthshire", "PH1 5LU")],
        "DE" => [("Bremen", "Bremen", "28195"), ("Jena", "Thüringen", "07743"), ("Passau", "Bayern", "94032")],
        _ => [],
    };
}

namespace Marketplace.Sandbox.Amazon;

/// <summary>A region of the Selling Partner API, with the one store front on which the sample seller trades there.</summary>
/// <param name="Key">NA, EU or FE.</param>
/// <param name="ApiHost">Production host of the API.</param>
/// <param name="SellerCentrals">Alias to host of the sites that show its consent page.</param>
/// <param name="MarketplaceId">The store front.</param>
/// <param name="MarketplaceName">Its name.</param>
/// <param name="Country">ISO 3166 country code.</param>
/// <param name="Currency">ISO 4217 currency code.</param>
/// <param name="Language">Default language.</param>
/// <param name="OrderPrefix">First block of order ids.</param>
internal sealed record AmazonRegion(
    string Key, string ApiHost, IReadOnlyDictionary<string, string> SellerCentrals, string MarketplaceId, string MarketplaceName,
    string Country, string Currency, string Language, int OrderPrefix)
{
    /// <summary>Domain of the store front.</summary>
    public string Domain => "www." + MarketplaceName.ToLowerInvariant();

    /// <summary>The seller's id in this region.</summary>
    public string SellerId(int seed) => $"A{OrderPrefix % 9 + 1}SANDBOX{Key}{seed:D4}";

    /// <summary>All regions.</summary>
    public static IReadOnlyList<AmazonRegion> All { get; } =
    [
        new("NA", "sellingpartnerapi-na.amazon.com",
            new Dictionary<string, string>
            {
                ["sellercentral"] = "sellercentral.amazon.com",
                ["sellercentral-ca"] = "sellercentral.amazon.ca",
                ["sellercentral-mx"] = "sellercentral.amazon.com.mx",
                ["sellercentral-br"] = "sellercentral.amazon.com.br",
            },
            "ATVPDKIKX0DER", "Amazon.com", "US", "USD", "en_US", 113),
        new("EU", "sellingpartnerapi-eu.amazon.com",
            new Dictionary<string, string>
            {
                ["sellercentral-europe"] = "sellercentral-europe.amazon.com",
                ["sellercentral-uk"] = "sellercentral.amazon.co.uk",
                ["sellercentral-in"] = "sellercentral.amazon.in",
            },
            "A1F83G8C2ARO7P", "Amazon.co.uk", "GB", "GBP", "en_GB", 202),
        new("FE", "sellingpartnerapi-fe.amazon.com",
            new Dictionary<string, string>
            {
                ["sellercentral-japan"] = "sellercentral.amazon.co.jp",
                ["sellercentral-au"] = "sellercentral.amazon.com.au",
                ["sellercentral-sg"] = "sellercentral.amazon.sg",
            },
            "A39IBJ37TRP1C6", "Amazon.com.au", "AU", "AUD", "en_AU", 503),
    ];
}

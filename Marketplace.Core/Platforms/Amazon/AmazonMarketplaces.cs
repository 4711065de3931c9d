namespace Marketplace.Core.Platforms.Amazon;

/// <summary>An Amazon store front.</summary>
/// <param name="Id">Amazon's marketplace id.</param>
/// <param name="Country">ISO 3166 country code.</param>
/// <param name="Region">Region whose endpoint serves it: NA, EU or FE.</param>
/// <param name="Currency">ISO 4217 currency code of its prices.</param>
/// <param name="Domain">Public site.</param>
public sealed record AmazonMarketplace(string Id, string Country, string Region, string Currency, string Domain);

/// <summary>Every store front that a seller can trade on.</summary>
public static class AmazonMarketplaces
{
    /// <summary>All of them, grouped by region.</summary>
    public static IReadOnlyList<AmazonMarketplace> All { get; } =
    [
        new("ATVPDKIKX0DER", "US", "NA", "USD", "www.amazon.com"),
        new("A2EUQ1WTGCTBG2", "CA", "NA", "CAD", "www.amazon.ca"),
        new("A1AM78C64UM0Y8", "MX", "NA", "MXN", "www.amazon.com.mx"),
        new("A2Q3Y263D00KWC", "BR", "NA", "BRL", "www.amazon.com.br"),
        new("A1F83G8C2ARO7P", "GB", "EU", "GBP", "www.amazon.co.uk"),
        new("A1PA6795UKMFR9", "DE", "EU", "EUR", "www.amazon.de"),
        new("A13V1IB3VIYZZH", "FR", "EU", "EUR", "www.amazon.fr"),
        new("APJ6JRA9NG5V4", "IT", "EU", "EUR", "www.amazon.it"),
        new("A1RKKUPIHCS9HS", "ES", "EU", "EUR", "www.amazon.es"),
        new("A1805IZSGTT6HS", "NL", "EU", "EUR", "www.amazon.nl"),
        new("AMEN7PMS3EDWL", "BE", "EU", "EUR", "www.amazon.com.be"),
        new("A28R8C7NBKEWEA", "IE", "EU", "EUR", "www.amazon.ie"),
        new("A2NODRKZP88ZB9", "SE", "EU", "SEK", "www.amazon.se"),
        new("A1C3SOZRARQ6R3", "PL", "EU", "PLN", "www.amazon.pl"),
        new("A33AVAJ2PDY3EV", "TR", "EU", "TRY", "www.amazon.com.tr"),
        new("ARBP9OOSHTCHU", "EG", "EU", "EGP", "www.amazon.eg"),
        new("A17E79C6D8DWNP", "SA", "EU", "SAR", "www.amazon.sa"),
        new("A2VIGQ35RCS4UG", "AE", "EU", "AED", "www.amazon.ae"),
        new("A21TJRUUN4KGV", "IN", "EU", "INR", "www.amazon.in"),
        new("AE08WJ6YKNBMC", "ZA", "EU", "ZAR", "www.amazon.co.za"),
        new("A1VC38T7YXB528", "JP", "FE", "JPY", "www.amazon.co.jp"),
        new("A39IBJ37TRP1C6", "AU", "FE", "AUD", "www.amazon.com.au"),
        new("A19VAU5U5O7RUS", "SG", "FE", "SGD", "www.amazon.sg"),
    ];

    /// <summary>The store front with this id; null for one that is not in the list, such as Amazon's test store fronts.</summary>
    public static AmazonMarketplace? Find(string? id) => All.FirstOrDefault(m => m.Id == id);
}

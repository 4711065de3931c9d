namespace Marketplace.Core.Platforms.Ebay;

/// <summary>A national eBay site.</summary>
/// <param name="Id">Marketplace id of the REST APIs.</param>
/// <param name="Name">Shown to sellers.</param>
/// <param name="Locale">What the Inventory API wants in <c>Accept-Language</c>.</param>
/// <param name="TradingId">Site id of the Trading API.</param>
/// <param name="Host">Host of its public pages.</param>
internal sealed record EbaySite(string Id, string Name, string Locale, int TradingId, string Host);

/// <summary>The sites that a store may call home.</summary>
internal static class EbaySites
{
    public static readonly IReadOnlyList<EbaySite> All =
    [
        new("EBAY_US", "United States", "en-US", 0, "www.ebay.com"),
        new("EBAY_GB", "United Kingdom", "en-GB", 3, "www.ebay.co.uk"),
        new("EBAY_DE", "Germany", "de-DE", 77, "www.ebay.de"),
        new("EBAY_AU", "Australia", "en-AU", 15, "www.ebay.com.au"),
        new("EBAY_CA", "Canada", "en-CA", 2, "www.ebay.ca"),
        new("EBAY_FR", "France", "fr-FR", 71, "www.ebay.fr"),
        new("EBAY_IT", "Italy", "it-IT", 101, "www.ebay.it"),
        new("EBAY_ES", "Spain", "es-ES", 186, "www.ebay.es"),
        new("EBAY_AT", "Austria", "de-AT", 16, "www.ebay.at"),
        new("EBAY_CH", "Switzerland", "de-CH", 193, "www.ebay.ch"),
        new("EBAY_IE", "Ireland", "en-IE", 205, "www.ebay.ie"),
        new("EBAY_NL", "Netherlands", "nl-NL", 146, "www.ebay.nl"),
        new("EBAY_PL", "Poland", "pl-PL", 212, "www.ebay.pl"),
    ];

    /// <summary>The site with this id; the first one for an id that is not listed.</summary>
    public static EbaySite Of(string? id) => All.FirstOrDefault(site => site.Id == id) ?? All[0];

    // Sites of the EU and the UK, also those that a store cannot trade on here.
    private static readonly HashSet<string> Regulated =
        ["EBAY_GB", "EBAY_DE", "EBAY_FR", "EBAY_IT", "EBAY_ES", "EBAY_AT", "EBAY_IE", "EBAY_NL", "EBAY_PL", "EBAY_BE", "EBAY_CZ", "EBAY_DK", "EBAY_FI", "EBAY_GR", "EBAY_HU", "EBAY_PT", "EBAY_SE"];

    /// <summary>Whether a seller registered on this site must sign calls that move money.</summary>
    public static bool MustSign(string? registrationSite) => registrationSite is not null && Regulated.Contains(registrationSite);

    /// <summary>Public page of a listing.</summary>
    public static Uri Page(string? siteId, string listingId) => new($"https://{Of(siteId).Host}/itm/{Uri.EscapeDataString(listingId)}");
}

using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>
/// Carriers by eBay's code. eBay's contract has no list (each site has its own, read by an old call), so this one holds the usual ones
/// and grows by settings.
/// </summary>
internal sealed class EbayCarriers(IOptions<EbayOptions> options)
{
    private static readonly Carrier[] Usual =
    [
        new("USPS", "USPS"), new("UPS", "UPS"), new("FedEx", "FedEx"), new("DHL", "DHL"), new("OnTrac", "OnTrac"),
        new("RoyalMail", "Royal Mail"), new("Hermes", "Evri (Hermes)"), new("DPD", "DPD"), new("Yodel", "Yodel"),
        new("DeutschePost", "Deutsche Post"), new("GLS", "GLS"), new("AustraliaPost", "Australia Post"), new("CanadaPost", "Canada Post"),
        new("LaPoste", "La Poste"), new("Chronopost", "Chronopost"), new("PosteItaliane", "Poste Italiane"), new("Correos", "Correos"),
        new("PostNL", "PostNL"), new("SwissPost", "Swiss Post"), new("AnPost", "An Post"), new("InPost", "InPost"),
    ];

    /// <summary>All carriers that are offered for choice.</summary>
    public IReadOnlyList<Carrier> All { get; } =
        [.. Usual.Where(carrier => !options.Value.Carriers.ContainsKey(carrier.Code)), .. options.Value.Carriers.Select(pair => new Carrier(pair.Key, pair.Value))];

    /// <summary>The code of a carrier named in words; a name that is not listed goes as it is, without the signs that eBay refuses.</summary>
    public string CodeFor(string name)
    {
        var letters = Letters(name);
        return All.FirstOrDefault(carrier => Letters(carrier.Name) == letters || Letters(carrier.Code) == letters)?.Code
            ?? string.Concat(name.Where(sign => !"'\"+()".Contains(sign, StringComparison.Ordinal))).Trim();
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

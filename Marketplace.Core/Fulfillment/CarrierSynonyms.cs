using System.Collections.Frozen;

namespace Marketplace.Core.Fulfillment;

/// <summary>
/// What people, labels and other programs call a carrier. A key stands for the carrier; its words are compared without
/// anything but letters and digits, as whole names first and then as beginnings ("USPS Priority Mail" is "usps").
/// </summary>
internal static class CarrierSynonyms
{
    private static readonly FrozenDictionary<string, string[]> Words = new Dictionary<string, string[]>
    {
        ["usps"] = ["usps", "unitedstatespostalservice", "uspostalservice", "uspostal", "stampscom", "uspspriority", "uspsgroundadvantage"],
        ["ups"] = ["ups", "unitedparcelservice", "upsground", "upsmailinnovations", "upssurepost"],
        ["fedex"] = ["fedex", "federalexpress", "fedexground", "fedexsmartpost", "fedexexpress"],
        ["dhlecommerce"] = ["dhlecommerce", "dhlglobalmail", "dhlgm", "dhlecommerceus"],
        ["dhl"] = ["dhl", "dhlexpress", "dhlworldwide", "dhlpaket", "dhlparcel"],
        ["royalmail"] = ["royalmail", "rm", "royalmailtracked", "royalmail24", "royalmail48"],
        ["parcelforce"] = ["parcelforce", "parcelforceworldwide"],
        ["evri"] = ["evri", "hermes", "myhermes", "hermesuk"],
        ["yodel"] = ["yodel"],
        ["dpd"] = ["dpd", "dpduk", "dpdlocal", "interlink"],
        ["gls"] = ["gls", "generallogisticssystems", "glsus"],
        ["ontrac"] = ["ontrac"],
        ["lasership"] = ["lasership"],
        ["osm"] = ["osmworldwide", "osm"],
        ["uniuni"] = ["uniuni"],
        ["veho"] = ["veho"],
        ["speedx"] = ["speedx"],
        ["asendia"] = ["asendia", "asendiaus", "asendiausa"],
        ["amazonshipping"] = ["amazonshipping", "amazonlogistics", "amzl", "amzlus", "amazonmcf", "swaship"],
        ["cainiao"] = ["cainiao", "cainiaous"],
        ["yanwen"] = ["yanwen"],
        ["canadapost"] = ["canadapost", "postescanada"],
        ["australiapost"] = ["australiapost", "auspost"],
        ["deutschepost"] = ["deutschepost"],
        ["laposte"] = ["laposte", "colissimo"],
        ["correos"] = ["correos"],
        ["posteitaliane"] = ["posteitaliane"],
        ["japanpost"] = ["japanpost"],
        ["chinapost"] = ["chinapost"],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> ByWord =
        Words.SelectMany(pair => pair.Value.Select(word => (word, pair.Key))).ToFrozenDictionary(p => p.word, p => p.Key);

    // Longest first, so that "DHL eCommerce …" is not taken for DHL Express.
    private static readonly (string Word, string Key)[] Beginnings =
        [.. ByWord.Where(p => p.Key.Length >= 3).OrderByDescending(p => p.Key.Length).Select(p => (p.Key, p.Value))];

    /// <summary>Letters and digits alone, in lower case: the form in which names are compared.</summary>
    public static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The carrier's key for a folded name; null when nobody is known by it.</summary>
    public static string? Key(string folded)
    {
        if (ByWord.TryGetValue(folded, out var key))
        {
            return key;
        }

        foreach (var (word, found) in Beginnings)
        {
            if (folded.StartsWith(word, StringComparison.Ordinal))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>What a carrier is called when no marketplace's spelling is at hand.</summary>
    public static string DisplayName(string key) => key switch
    {
        "usps" or "ups" or "dhl" or "dpd" or "gls" => key.ToUpperInvariant(),
        "fedex" => "FedEx",
        "royalmail" => "Royal Mail",
        "dhlecommerce" => "DHL eCommerce",
        "deutschepost" => "Deutsche Post",
        "laposte" => "La Poste",
        "canadapost" => "Canada Post",
        "australiapost" => "Australia Post",
        "japanpost" => "Japan Post",
        "chinapost" => "China Post",
        "posteitaliane" => "Poste Italiane",
        "ontrac" => "OnTrac",
        "lasership" => "LaserShip",
        "uniuni" => "UniUni",
        _ => char.ToUpperInvariant(key[0]) + key[1..],
    };
}

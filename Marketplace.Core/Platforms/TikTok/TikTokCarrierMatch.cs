namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Finds the shipping provider that a seller means by a carrier's code or name.</summary>
internal static class TikTokCarrierMatch
{
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["UNITEDSTATESPOSTALSERVICE"] = "USPS",
        ["USPOSTALSERVICE"] = "USPS",
        ["UNITEDPARCELSERVICE"] = "UPS",
        ["FEDERALEXPRESS"] = "FEDEX",
        ["JNT"] = "JTEXPRESS",
        ["JANDT"] = "JTEXPRESS",
    };

    /// <summary>
    /// The provider: by id, else by equal name, else by the one name that begins the other ("FedEx Ground" is FedEx).
    /// Null when none fits, or several do.
    /// </summary>
    public static Carrier? Find(IReadOnlyList<Carrier> providers, string? code, string name)
    {
        if (providers.FirstOrDefault(provider => provider.Code == code) is { } byId)
        {
            return byId;
        }

        var wanted = Normal(name);
        if (wanted.Length == 0)
        {
            return null;
        }

        if (providers.FirstOrDefault(provider => Normal(provider.Name) == wanted) is { } byName)
        {
            return byName;
        }

        var close = providers
            .Where(provider => Normal(provider.Name) is { Length: > 1 } other && (wanted.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(wanted, StringComparison.Ordinal)))
            .ToList();
        return close.Count == 1 ? close[0] : null;
    }

    private static string Normal(string name)
    {
        var letters = string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return OtherNames.GetValueOrDefault(letters, letters);
    }
}

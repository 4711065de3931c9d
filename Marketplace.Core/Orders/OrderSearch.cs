namespace Marketplace.Core.Orders;

/// <summary>What somebody typed or pasted into the search box.</summary>
/// <param name="Words">Upper-cased words that must all occur.</param>
/// <param name="Ids">Order ids of which any may match; empty unless several were pasted.</param>
public sealed record OrderSearch(IReadOnlyList<string> Words, IReadOnlyList<string> Ids)
{
    /// <summary>Most words or ids that are looked at.</summary>
    public const int MaxTerms = 500;

    private static readonly char[] Separators = [',', ';', ' ', '\t', '\r', '\n'];

    /// <summary>Reads the text: several terms that each look like an id are a list of ids, anything else is words.</summary>
    public static OrderSearch Parse(string? text)
    {
        var terms = (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MaxTerms).ToList();
        return terms.Count > 1 && terms.TrueForAll(LooksLikeId)
            ? new OrderSearch([], [.. terms.Distinct()])
            : new OrderSearch([.. terms.Take(10).Select(term => term.ToUpperInvariant())], []);
    }

    // The marketplaces' ids are long and mostly digits ("12-34567-89012", "113-1234567-1234567", "576461413038785752").
    private static bool LooksLikeId(string term) => term.Length >= 8 && term.Count(char.IsAsciiDigit) >= 5;
}

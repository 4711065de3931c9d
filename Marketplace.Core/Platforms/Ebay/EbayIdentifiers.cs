namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Product numbers of both models.</summary>
internal static class EbayIdentifiers
{
    // What sellers enter where a product has no number, as each site words it.
    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "Does not apply", "Not applicable", "N/A", "NA", "Nicht zutreffend", "Non applicable", "Ne s'applique pas", "Non applicabile", "No aplicable", "Niet van toepassing", "Nie dotyczy",
    };

    /// <summary>The numbers that are there, by kind.</summary>
    public static Dictionary<string, string> Of(params (string Kind, string? Value)[] numbers) =>
        numbers.Where(number => !string.IsNullOrWhiteSpace(number.Value) && !Nothing.Contains(number.Value.Trim())).ToDictionary(number => number.Kind, number => number.Value!.Trim());
}

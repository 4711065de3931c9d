using System.Globalization;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A seller's account in one region; a token opens one of them.</summary>
/// <param name="Region">Where it is.</param>
/// <param name="Number">Which of the sample sellers, from 0.</param>
internal sealed record AmazonSeller(AmazonRegion Region, int Number)
{
    private static readonly string[] Names = ["Harbour & Pine Goods", "Tern & Co", "Millrace Werkstatt"];

    /// <summary>All sellers' names, the usual one first.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>Key in tokens: the region, and from the second seller on its number.</summary>
    public string Key => Number == 0 ? Region.Key : string.Create(CultureInfo.InvariantCulture, $"{Region.Key}:{Number}");

    /// <summary>Name of the shop.</summary>
    public string Name => Region.Key == "NA" ? Names[Number] : $"{Names[Number]} {Region.Country}";

    /// <summary>The account behind a key.</summary>
    public static AmazonSeller Of(string key)
    {
        var parts = key.Split(':');
        return new AmazonSeller(AmazonRegion.All.First(r => r.Key == parts[0]), parts.Length == 1 ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Number of a seller by name; null for a stranger.</summary>
    public static int? Named(string? name) => Array.FindIndex(Names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index : null;

    /// <summary>Seed of the seller's goods and orders.</summary>
    public int SeedOf(int seed) => seed + Number;
}

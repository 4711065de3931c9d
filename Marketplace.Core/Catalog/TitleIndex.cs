using System.Globalization;
using System.Text;

namespace Marketplace.Core.Catalog;

/// <summary>A variant as matching by title sees it.</summary>
/// <param name="VariantId">The variant.</param>
/// <param name="SkuKey">Key of its SKU.</param>
/// <param name="Title">Product and variation title.</param>
internal sealed record TitledVariant(Guid VariantId, string SkuKey, string Title);

/// <summary>A variant that resembles a title.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Score">How alike they are, 0 to 100.</param>
/// <param name="HasLikeSku">Their SKUs contain one another.</param>
internal sealed record TitleMatch(TitledVariant Variant, int Score, bool HasLikeSku);

/// <summary>
/// Finds variants by the words of a title. A word that few variants have says more than one that many have, so that "Moss" against
/// "Slate" outweighs the maker's name that both share.
/// </summary>
internal sealed class TitleIndex
{
    /// <summary>Least score that is worth showing.</summary>
    public const int WorthShowing = 45;

    private const int LikeSkuBonus = 10;
    private const int LeastSkuLength = 4;

    // Words on more variants than this find no candidates; they still count in the score.
    private const int CommonWord = 2000;
    private readonly Dictionary<string, List<int>> byWord = [];
    private readonly List<(TitledVariant Variant, HashSet<string> Words)> entries = [];

    public TitleIndex(IEnumerable<TitledVariant> variants)
    {
        foreach (var variant in variants)
        {
            var words = Words(variant.Title);
            foreach (var word in words)
            {
                (byWord.TryGetValue(word, out var list) ? list : byWord[word] = []).Add(entries.Count);
            }

            entries.Add((variant, words));
        }
    }

    /// <summary>The variants most alike, best first.</summary>
    public IReadOnlyList<TitleMatch> Find(string title, string skuKey, int most)
    {
        var words = Words(title);
        var weight = words.Sum(Weight);
        var candidates = words.Where(w => byWord.TryGetValue(w, out var list) && list.Count <= CommonWord).SelectMany(w => byWord[w]).Distinct();
        var found =
            from candidate in candidates
            let entry = entries[candidate]
            let isLikeSku = AreLike(entry.Variant.SkuKey, skuKey)
            let score = Score(words, weight, entry.Words) + (isLikeSku ? LikeSkuBonus : 0)
            where score >= WorthShowing
            orderby score descending, entry.Variant.SkuKey
            select new TitleMatch(entry.Variant, Math.Min(score, 99), isLikeSku);
        return [.. found.Take(most)];
    }

    /// <summary>Distinct words in upper case without accents; letters and digits only.</summary>
    internal static HashSet<string> Words(string title)
    {
        var plain = new StringBuilder(title.Length);
        foreach (var letter in title.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(char.IsLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : ' ');
            }
        }

        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private int Score(HashSet<string> words, double weight, HashSet<string> others) =>
        (int)Math.Round(100 * 2 * words.Where(others.Contains).Sum(Weight) / (weight + others.Sum(Weight)));

    private double Weight(string word) => Math.Log(1 + ((double)(entries.Count + 1) / (1 + (byWord.TryGetValue(word, out var list) ? list.Count : 0))));

    private static bool AreLike(string left, string right)
    {
        var (a, b) = (Letters(left), Letters(right));
        return a.Length >= LeastSkuLength && b.Length >= LeastSkuLength && (a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal));
    }

    private static string Letters(string sku) => string.Concat(sku.Where(char.IsLetterOrDigit));
}

using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Folds TikTok Shop's one entry per unit into lines with a quantity.</summary>
internal static class TikTokFolding
{
    /// <summary>
    /// Lines of an order. Units of one SKU at one price are one line, whose id is that of its first unit: units are never
    /// taken out of an order, only marked as cancelled, so that the id holds for the order's whole life.
    /// </summary>
    public static IEnumerable<TikTokLine> Lines(TikTokOrder order) =>
        (order.LineItems ?? [])
            .OrderBy(unit => unit.Id.Length).ThenBy(unit => unit.Id, StringComparer.Ordinal)
            .GroupBy(unit => (unit.SkuId ?? unit.Id, unit.SalePrice, unit.IsGift ?? false))
            .Select(group => new TikTokLine(group.First().Id, [.. group]));
}

/// <summary>A folded line.</summary>
/// <param name="Id">Id of its first unit.</param>
/// <param name="Units">All its units, cancelled ones included.</param>
internal sealed record TikTokLine(string Id, IReadOnlyList<TikTokOrderUnit> Units)
{
    /// <summary>Any of the units; they differ in state only.</summary>
    public TikTokOrderUnit Sample => Units[0];

    /// <summary>Units that are still wanted.</summary>
    public IEnumerable<TikTokOrderUnit> Wanted => Units.Where(unit => !unit.IsCancelled);
}

using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Finds the single units that lines of a parcel stand for.</summary>
internal static class TikTokUnits
{
    /// <summary>Units of whole lines, known without a look at the order; null when only the order can tell.</summary>
    public static List<string>? OfWholeLines(IEnumerable<ShipmentNoticeLine> lines)
    {
        var units = new List<string>();
        foreach (var line in lines)
        {
            if (TikTokJson.Read<TikTokLineData>(line.PlatformData)?.Units is not { } known || known.Count != line.Quantity)
            {
                return null;
            }

            units.AddRange(known);
        }

        return units;
    }

    /// <summary>As many unshipped units of each line as are wanted, always the same ones.</summary>
    /// <exception cref="RejectedException">There are not so many left.</exception>
    public static List<string> StillHere(TikTokOrder order, IEnumerable<ShipmentNoticeLine> lines, string operation)
    {
        var units = new List<string>();
        var folded = TikTokFolding.Lines(order).ToDictionary(line => line.Id);
        foreach (var wanted in lines)
        {
            var left = folded.GetValueOrDefault(wanted.ExternalLineId)?.Wanted.Where(unit => !unit.IsShipped).Take(wanted.Quantity).Select(unit => unit.Id).ToList() ?? [];
            if (left.Count < wanted.Quantity)
            {
                throw new RejectedException($"TikTok Shop has only {left.Count} of the {wanted.Quantity} items of this line left to ship; the others are shipped or cancelled.")
                {
                    Field = "order_line_item_ids",
                    Operation = operation,
                };
            }

            units.AddRange(left);
        }

        return units;
    }

    /// <summary>The one package that holds all of these units; null when they lie in several, or in none.</summary>
    public static string? CommonPackage(TikTokOrder order, IEnumerable<string> units)
    {
        var chosen = units.ToHashSet();
        var packages = (order.LineItems ?? []).Where(unit => chosen.Contains(unit.Id)).Select(unit => unit.PackageId).Distinct().ToList();
        return packages is [{ Length: > 0 } package] ? package : null;
    }

    /// <summary>Whether a package holds anything else.</summary>
    public static bool HoldsMore(TikTokOrder order, string package, IEnumerable<string> units) =>
        (order.LineItems ?? []).Where(unit => unit.PackageId == package && !unit.IsCancelled).Select(unit => unit.Id).Except(units).Any();
}

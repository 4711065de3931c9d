using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>Says which item of a box a scan means: by SKU, by a SKU that it had before, or by EAN, UPC or ISBN.</summary>
internal static class PackCodes
{
    /// <summary>The item, one with room left where several have the code; else a verdict that says what the scan is instead.</summary>
    public static async Task<(PackItem? Item, PackVerdict? Verdict)> FindAsync(MarketplaceDbContext db, PackRun run, string scanned, CancellationToken cancellationToken)
    {
        var key = ItemCodes.Key(scanned);
        if (key.Length == 0)
        {
            return (null, new PackVerdict(PackOutcome.UnknownCode, "The scan was empty. Scan again.", run));
        }

        var variantIds = await VariantsAsync(db, key, Sku.Key(scanned), cancellationToken);
        var matching = run.Items.Where(i => (i.VariantId is { } id && variantIds.Contains(id)) || (i.Sku is { } sku && ItemCodes.Key(sku) == key)).ToList();
        if (matching.Count > 0)
        {
            return (matching.FirstOrDefault(i => i.Counted < i.Wanted) ?? matching[0], null);
        }

        if (variantIds.Count == 0)
        {
            return (null, new PackVerdict(PackOutcome.UnknownCode, $"Nothing here has the code “{Shown(scanned)}”. Check the item, or count it by hand.", run));
        }

        var other = await db.Variants.AsNoTracking().Where(v => variantIds.Contains(v.Id)).Select(v => new { v.Sku, v.Title }).FirstAsync(cancellationToken);
        return (null, new PackVerdict(PackOutcome.WrongItem, $"Wrong item: {other.Sku} ({other.Title}) is not in this order. Put it back.", run));
    }

    private static async Task<List<Guid>> VariantsAsync(MarketplaceDbContext db, string key, string skuKey, CancellationToken cancellationToken)
    {
        string[] skus = [key, skuKey];
        var found = await db.Variants.AsNoTracking().Where(v => skus.Contains(v.SkuKey)).Select(v => v.Id).ToListAsync(cancellationToken);
        found.AddRange(await db.SkuAliases.AsNoTracking().Where(a => skus.Contains(a.SkuKey)).Select(a => a.VariantId).ToListAsync(cancellationToken));

        // What is printed on goods, and how it is stored, differ in leading zeros alone.
        string[] codes = [$"GTIN:{key.PadLeft(14, '0')}", $"ASIN:{key}", $"EPID:{key}"];
        found.AddRange(await db.VariantCodes.AsNoTracking().Where(c => codes.Contains(c.Code)).Select(c => c.VariantId).ToListAsync(cancellationToken));
        return [.. found.Distinct()];
    }

    private static string Shown(string scanned) => scanned.Length <= 40 ? scanned.Trim() : $"{scanned[..40]}…";
}

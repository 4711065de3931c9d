using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>Codes under which items are known: what their barcode on paper says, and what a scanner may read from them.</summary>
internal static class ItemCodes
{
    private const string GtinMark = "GTIN:";

    /// <summary>Product codes of variants as they are printed on goods: EAN and ISBN with 13 digits, UPC with 12.</summary>
    public static async Task<ILookup<Guid, string>> OfVariantsAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken)
    {
        var codes = await db.VariantCodes.AsNoTracking()
            .Where(c => variantIds.Contains(c.VariantId))
            .OrderBy(c => c.Code)
            .Select(c => new { c.VariantId, c.Code })
            .ToListAsync(cancellationToken);
        return codes.ToLookup(c => c.VariantId, c => Printed(c.Code));
    }

    /// <summary>What the barcode of an item says: its EAN or UPC, else its SKU; null where neither can be written as one.</summary>
    public static string? Payload(IEnumerable<string> codes, string? sku) =>
        codes.FirstOrDefault(code => code.Length is 12 or 13 && code.All(char.IsAsciiDigit)) ?? (Code128.CanWrite(sku) ? sku : null);

    /// <summary>Form in which a scan meets an item's codes: case and blanks do not matter, and neither do leading zeros of product codes.</summary>
    public static string Key(string scanned)
    {
        var text = string.Concat(scanned.Where(letter => !char.IsWhiteSpace(letter) && !char.IsControl(letter))).ToUpperInvariant();
        return text.Length is 12 or 13 or 14 && text.All(char.IsAsciiDigit) ? text.TrimStart('0') : text;
    }

    // Stored with fourteen digits; goods carry the shortest form that keeps all of them.
    private static string Printed(string code)
    {
        if (!code.StartsWith(GtinMark, StringComparison.Ordinal))
        {
            return code[(code.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }

        var digits = code[GtinMark.Length..];
        return digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits.StartsWith('0') ? digits[1..] : digits;
    }
}

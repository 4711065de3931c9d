using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>Further SKUs of variants.</summary>
public static class SkuAliases
{
    /// <summary>
    /// Gives a variant a further SKU, in the caller's open transaction. Nothing happens where the SKU is empty, too long, another item's
    /// own, or somebody's alias already: what is known stays.
    /// </summary>
    public static async Task AddAsync(
        MarketplaceDbContext db, Guid variantId, string? sku, string source, Guid? listingId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = Sku.Key(sku);
        if (key.Length is 0 or > Sku.MaxLength
            || db.SkuAliases.Local.Any(a => a.SkuKey == key)
            || await db.SkuAliases.AnyAsync(a => a.SkuKey == key, cancellationToken)
            || await db.Variants.AnyAsync(v => v.SkuKey == key, cancellationToken))
        {
            return;
        }

        db.SkuAliases.Add(new SkuAlias { SellerId = db.SellerId, VariantId = variantId, Sku = sku!.Trim(), SkuKey = key, Source = source, ListingId = listingId, CreatedAt = now });
    }

    /// <summary>Variants by SKU keys: their own first, then aliases.</summary>
    public static async Task<Dictionary<string, SkuOwner>> OwnersAsync(MarketplaceDbContext db, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var owners = await db.SkuAliases.Where(a => keys.Contains(a.SkuKey))
            .Select(a => new { a.SkuKey, a.VariantId }).ToDictionaryAsync(a => a.SkuKey, a => new SkuOwner(a.VariantId, IsAlias: true), cancellationToken);
        foreach (var variant in await db.Variants.Where(v => keys.Contains(v.SkuKey)).Select(v => new { v.SkuKey, v.Id }).ToListAsync(cancellationToken))
        {
            owners[variant.SkuKey] = new SkuOwner(variant.Id, IsAlias: false);
        }

        return owners;
    }
}

/// <summary>The variant that a SKU means.</summary>
/// <param name="VariantId">The variant.</param>
/// <param name="IsAlias">It is a further SKU of it, not its own.</param>
public readonly record struct SkuOwner(Guid VariantId, bool IsAlias);

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
    public static Task AddAsync(
        MarketplaceDbContext db, Guid variantId, string? sku, string source, Guid? listingId, DateTimeOffset now, CancellationToken cancellationToken) =>
        AddAsync(db, [(variantId, sku, listingId)], source, now, cancellationToken);

    /// <summary>The same for many at once; of two that come with one SKU the first gets it.</summary>
    public static async Task AddAsync(
        MarketplaceDbContext db, IReadOnlyCollection<(Guid VariantId, string? Sku, Guid? ListingId)> further, string source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var named = further.Select(f => (f.VariantId, f.Sku, f.ListingId, Key: Sku.Key(f.Sku))).Where(f => f.Key.Length is > 0 and <= Sku.MaxLength).ToList();
        if (named.Count == 0)
        {
            return;
        }

        var taken = (await OwnersAsync(db, [.. named.Select(f => f.Key).Distinct()], cancellationToken)).Keys.ToHashSet();
        taken.UnionWith(db.SkuAliases.Local.Select(a => a.SkuKey));
        foreach (var (variantId, sku, listingId, key) in named.Where(f => taken.Add(f.Key)))
        {
            db.SkuAliases.Add(new SkuAlias { SellerId = db.SellerId, VariantId = variantId, Sku = sku!.Trim(), SkuKey = key, Source = source, ListingId = listingId, CreatedAt = now });
        }
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

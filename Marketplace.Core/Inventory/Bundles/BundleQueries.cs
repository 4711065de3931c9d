using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bundles;

/// <summary>A variant in a bundle, or a bundle that a variant is in.</summary>
/// <param name="VariantId">The other variant.</param>
/// <param name="Sku">Its SKU.</param>
/// <param name="Title">Its title.</param>
/// <param name="ImageUrl">Its image.</param>
/// <param name="Quantity">Items of the part in one bundle.</param>
/// <param name="Available">Items available of the other variant.</param>
public sealed record BundlePartView(Guid VariantId, string Sku, string Title, string? ImageUrl, int Quantity, int Available);

/// <summary>What a variant has to do with bundles.</summary>
/// <param name="IsBundle">It is one.</param>
/// <param name="Parts">What it is made of.</param>
/// <param name="PartOf">Bundles that it is in.</param>
public sealed record BundleView(bool IsBundle, IReadOnlyList<BundlePartView> Parts, IReadOnlyList<BundlePartView> PartOf);

/// <summary>Reads of bundles.</summary>
public sealed class BundleQueries(MarketplaceDb database)
{
    private const int MostFound = 12;

    /// <summary>What a variant has to do with bundles.</summary>
    public async Task<BundleView> ReadAsync(Guid sellerId, Guid variantId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var isBundle = await db.StockLevels.AnyAsync(s => s.VariantId == variantId && s.Buildable != null, cancellationToken);
        var rows = await (
            from part in db.BundleParts.AsNoTracking()
            where part.BundleId == variantId || part.PartId == variantId
            let other = part.BundleId == variantId ? part.PartId : part.BundleId
            join variant in db.Variants on other equals variant.Id
            join level in db.StockLevels on other equals level.VariantId
            orderby variant.SkuKey
            select new
            {
                IsPart = part.BundleId == variantId,
                View = new BundlePartView(variant.Id, variant.Sku, variant.Title, variant.ImageUrl ?? variant.Product!.ImageUrl, part.Quantity, level.Available),
            }).ToListAsync(cancellationToken);
        return new BundleView(isBundle, [.. rows.Where(r => r.IsPart).Select(r => r.View)], [.. rows.Where(r => !r.IsPart).Select(r => r.View)]);
    }

    /// <summary>Variants that could be parts, by SKU or words of the title: counted ones that are no bundles.</summary>
    public async Task<IReadOnlyList<BundlePartView>> FindPartsAsync(Guid sellerId, string? search, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var variants = db.Variants.AsNoTracking();
        foreach (var word in (search ?? "").ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(10))
        {
            variants = variants.Where(v => v.SearchText.Contains(word));
        }

        var exact = Sku.Key(search);
        return await (
            from variant in variants
            join level in db.StockLevels on variant.Id equals level.VariantId
            where level.Buildable == null && level.BaselineAt != null
            orderby variant.SkuKey == exact descending, variant.SkuKey
            select new BundlePartView(variant.Id, variant.Sku, variant.Title, variant.ImageUrl ?? variant.Product!.ImageUrl, 1, level.Available))
            .Take(MostFound).ToListAsync(cancellationToken);
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>What the catalogue knows of a page of listings, looked up all at once.</summary>
internal sealed class KnownListings
{
    private readonly Dictionary<string, Listing> listings;
    private readonly Dictionary<string, Guid> variants;
    private readonly Dictionary<string, Guid> products;

    private KnownListings(Dictionary<string, Listing> listings, Dictionary<string, Guid> variants, Dictionary<string, Guid> products)
    {
        this.listings = listings;
        this.variants = variants;
        this.products = products;
    }

    public static async Task<KnownListings> LoadAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyList<RemoteListing> page, CancellationToken cancellationToken)
    {
        var ids = page.Select(r => r.ExternalId).ToList();
        var listings = await db.Listings.Where(l => l.ConnectionId == store.ConnectionId && ids.Contains(l.ExternalId))
            .ToDictionaryAsync(l => l.ExternalId, cancellationToken);

        var keys = page.Select(r => Sku.Key(r.Sku))
            .Concat(page.Where(r => Sku.Key(r.Sku).Length == 0).Select(r => Sku.Key($"{store.Marketplace}-{r.ExternalId}")))
            .Where(key => key.Length > 0).Distinct().ToList();
        var variants = await db.Variants.Where(v => keys.Contains(v.SkuKey))
            .Select(v => new { v.SkuKey, v.Id }).ToDictionaryAsync(v => v.SkuKey, v => v.Id, cancellationToken);

        var productIds = page.Select(r => r.ExternalProductId).Distinct().ToList();
        var products = await (
            from listing in db.Listings
            join variant in db.Variants on listing.VariantId equals variant.Id
            where listing.ConnectionId == store.ConnectionId && productIds.Contains(listing.ExternalProductId)
            group variant.ProductId by listing.ExternalProductId into grouped
            select new { grouped.Key, ProductId = grouped.First() }).ToDictionaryAsync(g => g.Key, g => g.ProductId, cancellationToken);
        return new KnownListings(listings, variants, products);
    }

    public Listing? Listing(string externalId) => listings.GetValueOrDefault(externalId);

    public Guid? Variant(string skuKey) => variants.TryGetValue(skuKey, out var id) ? id : null;

    public Guid? Product(string externalProductId) => products.TryGetValue(externalProductId, out var id) ? id : null;

    public void Add(Variant variant, string externalProductId)
    {
        variants[variant.SkuKey] = variant.Id;
        products.TryAdd(externalProductId, variant.ProductId);
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>What the catalogue knows of a page of listings, looked up all at once.</summary>
internal sealed class KnownListings
{
    private readonly Dictionary<string, Listing> listings;
    private readonly Dictionary<string, SkuOwner> variants;
    private readonly Dictionary<string, Guid> products;
    private readonly HashSet<(Guid VariantId, string Code)> codes;
    private readonly HashSet<Guid> listedHere;

    private KnownListings(
        Dictionary<string, Listing> listings, Dictionary<string, SkuOwner> variants, Dictionary<string, Guid> products,
        HashSet<(Guid VariantId, string Code)> codes, HashSet<Guid> listedHere)
    {
        this.listings = listings;
        this.variants = variants;
        this.products = products;
        this.codes = codes;
        this.listedHere = listedHere;
    }

    /// <summary>Whether another store has items, which a listing of this one may resemble.</summary>
    public bool HasOtherStores { get; private init; }

    public static async Task<KnownListings> LoadAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyList<RemoteListing> page, CancellationToken cancellationToken)
    {
        var ids = page.Select(r => r.ExternalId).ToList();
        var listings = await db.Listings.Where(l => l.ConnectionId == store.ConnectionId && ids.Contains(l.ExternalId))
            .ToDictionaryAsync(l => l.ExternalId, cancellationToken);

        var keys = page.Select(r => Sku.Key(r.Sku))
            .Concat(page.Where(r => Sku.Key(r.Sku).Length == 0).Select(r => Sku.Key($"{store.Marketplace}-{r.ExternalId}")))
            .Where(key => key.Length > 0).Distinct().ToList();

        var productIds = page.Select(r => r.ExternalProductId).Distinct().ToList();
        var products = await (
            from listing in db.Listings
            join variant in db.Variants on listing.VariantId equals variant.Id
            where listing.ConnectionId == store.ConnectionId && productIds.Contains(listing.ExternalProductId)
            group variant.ProductId by listing.ExternalProductId into grouped
            select new { grouped.Key, ProductId = grouped.First() }).ToDictionaryAsync(g => g.Key, g => g.ProductId, cancellationToken);

        var pageCodes = page.SelectMany(r => ProductCode.Of(r.Identifiers)).Distinct().ToList();
        var codes = pageCodes.Count == 0 ? [] : await db.VariantCodes.Where(c => pageCodes.Contains(c.Code)).Select(c => new { c.VariantId, c.Code }).ToListAsync(cancellationToken);
        var coded = codes.Select(c => c.VariantId).Distinct().ToList();
        var listedHere = coded.Count == 0 ? [] : await db.Listings
            .Where(l => l.ConnectionId == store.ConnectionId && l.VariantId != null && coded.Contains(l.VariantId.Value)).Select(l => l.VariantId!.Value).ToListAsync(cancellationToken);
        return new KnownListings(
            listings, await SkuAliases.OwnersAsync(db, keys, cancellationToken), products, [.. codes.Select(c => (c.VariantId, c.Code))], [.. listedHere])
        {
            HasOtherStores = page.Any(r => listings.GetValueOrDefault(r.ExternalId)?.VariantId is null)
                && await db.Listings.AnyAsync(l => l.ConnectionId != store.ConnectionId && l.VariantId != null, cancellationToken),
        };
    }

    public Listing? Listing(string externalId) => listings.GetValueOrDefault(externalId);

    /// <summary>
    /// The variant with the SKU; else the only one with one of the codes, if this store does not list it yet: two listings of one
    /// store with the same code are told apart by the seller, as new and used ones are.
    /// </summary>
    public (Guid? VariantId, LinkBasis Basis) Match(string skuKey, IReadOnlyList<string> itsCodes)
    {
        if (skuKey.Length > 0 && variants.TryGetValue(skuKey, out var owner))
        {
            return (owner.VariantId, owner.IsAlias ? LinkBasis.Alias : LinkBasis.Sku);
        }

        var coded = codes.Where(c => itsCodes.Contains(c.Code)).Select(c => c.VariantId).Distinct().ToList();
        return coded.Count == 1 && !listedHere.Contains(coded[0]) ? (coded[0], LinkBasis.Code) : (null, default);
    }

    public Guid? Product(string externalProductId) => products.TryGetValue(externalProductId, out var id) ? id : null;

    /// <summary>Notes that this store lists a variant.</summary>
    public void Took(Guid variantId) => listedHere.Add(variantId);

    /// <summary>Notes a code of a variant; false when it was known.</summary>
    public bool AddCode(Guid variantId, string code) => codes.Add((variantId, code));

    public void Add(Variant variant, string externalProductId)
    {
        variants[variant.SkuKey] = new SkuOwner(variant.Id, IsAlias: false);
        products.TryAdd(externalProductId, variant.ProductId);
    }
}

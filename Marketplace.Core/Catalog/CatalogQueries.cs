using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>Which listings are read.</summary>
/// <param name="Marketplace">Marketplace key; null for all.</param>
/// <param name="ConnectionId">A store; null for all.</param>
/// <param name="Status">What they are doing; null for whatever.</param>
/// <param name="IsLinked">Whether they belong to an item; null for both.</param>
/// <param name="Search">Part of the SKU, or a whole id of the marketplace; null for any.</param>
public sealed record ListingFilter(string? Marketplace, Guid? ConnectionId, RemoteListingStatus? Status, bool? IsLinked, string? Search);

/// <summary>Reads of products and listings for the API, from a place on.</summary>
public sealed class CatalogQueries(MarketplaceDb database)
{
    private const int MaxWords = 10;

    /// <summary>Products with their variants, the newest first, after a place in the list.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="search">Words that a variant's title, SKU or identifiers must contain; null for all.</param>
    /// <param name="after">Where to go on; null to begin.</param>
    /// <param name="take">Most products.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<CursorPage<Product>> ProductsAsync(Guid sellerId, string? search, ListPlace? after, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var products = db.Products.AsNoTracking();
        foreach (var word in (search ?? "").ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxWords))
        {
            products = products.Where(p => p.Variants.Any(v => v.SearchText.Contains(word)));
        }

        var place = after?.Id;
        var read = await products.Where(p => place == null || p.Id < place).OrderByDescending(p => p.Id).Take(take + 1).Include(p => p.Variants).AsSplitQuery().ToListAsync(cancellationToken);
        return Keyset.Cut(read, take, product => new ListPlace(0, product.Id));
    }

    /// <summary>One product with its variants; null when the seller has no such product.</summary>
    public async Task<Product?> FindProductAsync(Guid sellerId, Guid productId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Products.AsNoTracking().Include(p => p.Variants).SingleOrDefaultAsync(p => p.Id == productId, cancellationToken);
    }

    /// <summary>Listings, the newest here first, after a place in the list.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="after">Where to go on; null to begin.</param>
    /// <param name="take">Most listings.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<CursorPage<Listing>> ListingsAsync(Guid sellerId, ListingFilter filter, ListPlace? after, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var (marketplace, connection, status, linked, place) = (filter.Marketplace, filter.ConnectionId, filter.Status, filter.IsLinked, after?.Id);
        var listings = db.Listings.AsNoTracking().Where(l =>
            (marketplace == null || l.Marketplace == marketplace)
            && (connection == null || l.ConnectionId == connection)
            && (status == null || l.Status == status)
            && (linked == null || (l.VariantId != null) == linked));
        if (filter.Search is { Length: > 0 } search)
        {
            var key = Sku.Key(search);
            listings = listings.Where(l => l.SkuKey.Contains(key) || l.ExternalId == search);
        }

        var read = await listings.Where(l => place == null || l.Id < place).OrderByDescending(l => l.Id).Take(take + 1).ToListAsync(cancellationToken);
        return Keyset.Cut(read, take, listing => new ListPlace(0, listing.Id));
    }
}

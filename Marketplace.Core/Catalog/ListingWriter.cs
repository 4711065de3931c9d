using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>
/// Writes listings of a store into the catalogue. Listings with the same SKU are one variant, whatever marketplace they are on;
/// variations of one listing are variants of one product. What is linked stays linked, even when its SKU is renamed.
/// </summary>
public sealed class ListingWriter(TimeProvider time)
{
    /// <summary>Writes a page in the caller's open transaction, and saves it.</summary>
    /// <param name="db">The transaction's context, in the seller's name.</param>
    /// <param name="store">The store.</param>
    /// <param name="page">Listings; one that comes twice counts once.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    /// <exception cref="DbUpdateException">Another import wrote the same listing or SKU at the same time: roll back and write the page again.</exception>
    public async Task<WrittenListings> WriteAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyList<RemoteListing> page, CancellationToken cancellationToken)
    {
        var remotes = page.DistinctBy(r => r.ExternalId).ToList();
        var known = await KnownListings.LoadAsync(db, store, remotes, cancellationToken);
        var counts = default(ImportCounts);
        var listings = new List<(Listing Listing, RemoteListing Remote)>(remotes.Count);
        foreach (var remote in remotes)
        {
            if (known.Listing(remote.ExternalId) is not { } listing)
            {
                listing = Create(store, remote);
                db.Listings.Add(listing);
                counts += new ImportCounts(Created: 1);
                Copy(remote, listing);
            }
            else
            {
                var before = Shown(listing);
                Copy(remote, listing);
                counts += Shown(listing).Equals(before) ? new ImportCounts(Unchanged: 1) : new ImportCounts(Updated: 1);
            }

            listing.VariantId ??= VariantFor(db, store, remote, known);
            listings.Add((listing, remote));
        }

        await db.SaveChangesAsync(cancellationToken);
        return new WrittenListings(counts, listings);
    }

    private static Listing Create(StoreReference store, RemoteListing remote) => new()
    {
        SellerId = store.SellerId,
        ConnectionId = store.ConnectionId,
        Marketplace = store.Marketplace,
        ExternalId = remote.ExternalId,
    };

    private void Copy(RemoteListing remote, Listing listing)
    {
        listing.ExternalProductId = remote.ExternalProductId;
        listing.Sku = remote.Sku;
        listing.Title = remote.Title;
        listing.VariationTitle = remote.VariationTitle;
        listing.Price = remote.Price;
        listing.Status = remote.Status;
        listing.Url = remote.Url?.ToString();
        listing.FulfilledByMarketplace = remote.FulfilledByMarketplace;
        listing.PlatformData = remote.PlatformData;
        listing.SeenAt = time.GetUtcNow();
    }

    private static object Shown(Listing l) =>
        (l.ExternalProductId, l.Sku, l.Title, l.VariationTitle, l.Price, l.Status, (l.Url, l.FulfilledByMarketplace, l.PlatformData));

    private Guid? VariantFor(MarketplaceDbContext db, StoreReference store, RemoteListing remote, KnownListings known)
    {
        // A listing without a SKU gets one of its own, so that its stock can be counted all the same.
        var sku = Sku.Key(remote.Sku).Length > 0 ? remote.Sku!.Trim() : $"{store.Marketplace}-{remote.ExternalId}";
        if (sku.Length > Sku.MaxLength)
        {
            return null;
        }

        if (known.Variant(Sku.Key(sku)) is { } existing)
        {
            return existing;
        }

        var productId = known.Product(remote.ExternalProductId) ?? AddProduct(db, store, remote);
        var variant = new Variant
        {
            SellerId = store.SellerId,
            ProductId = productId,
            Sku = sku,
            SkuKey = Sku.Key(sku),
            VariationTitle = remote.VariationTitle,
            Title = remote.VariationTitle is null ? remote.Title : $"{remote.Title} – {remote.VariationTitle}",
            ImageUrl = remote.Images.FirstOrDefault()?.ToString(),
            Identifiers = remote.Identifiers.Count > 0 ? JsonSerializer.Serialize(remote.Identifiers) : null,
            CreatedAt = time.GetUtcNow(),
        };
        variant.SearchText = string.Join(' ', [variant.Title, sku, .. remote.Identifiers.Values]).ToUpperInvariant();
        db.Variants.Add(variant);
        known.Add(variant, remote.ExternalProductId);
        return variant.Id;
    }

    private Guid AddProduct(MarketplaceDbContext db, StoreReference store, RemoteListing remote)
    {
        var product = new Product
        {
            SellerId = store.SellerId,
            Title = remote.Title,
            Brand = remote.Brand,
            Description = remote.Description,
            CategoryPath = remote.CategoryPath,
            ImageUrl = remote.Images.FirstOrDefault()?.ToString(),
            Attributes = remote.Attributes.Count > 0 ? JsonSerializer.Serialize(remote.Attributes) : null,
            CreatedAt = time.GetUtcNow(),
        };
        db.Products.Add(product);
        return product.Id;
    }
}

/// <summary>What a page brought.</summary>
/// <param name="Counts">Items.</param>
/// <param name="Listings">Our listings beside what the marketplace said of them.</param>
public sealed record WrittenListings(ImportCounts Counts, IReadOnlyList<(Listing Listing, RemoteListing Remote)> Listings);

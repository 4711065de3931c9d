using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Data;

namespace Marketplace.Core.Catalog;

/// <summary>Makes products and variants of listings.</summary>
internal static class NewItems
{
    /// <summary>SKU that a variant made of a listing gets: the listing's, or one of its own where it has none, so that its stock can be counted all the same.</summary>
    public static string SkuFor(Listing listing) =>
        listing.SkuKey.Length > 0 ? listing.Sku!.Trim() : $"{listing.Marketplace}-{listing.ExternalId}";

    /// <summary>Adds a variant for a listing, and a product where none of its siblings has one; the listing itself is not touched.</summary>
    /// <param name="db">An open context in the seller's name; the caller saves.</param>
    /// <param name="listing">The listing.</param>
    /// <param name="sku">SKU of the variant; free, and no longer than <see cref="Sku.MaxLength"/>.</param>
    /// <param name="productId">Product of its siblings; null for a new one.</param>
    /// <param name="now">UTC.</param>
    public static Variant Add(MarketplaceDbContext db, Listing listing, string sku, Guid? productId, DateTimeOffset now)
    {
        var variant = new Variant
        {
            SellerId = listing.SellerId,
            ProductId = productId ?? AddProduct(db, listing, now).Id,
            Sku = sku,
            SkuKey = Sku.Key(sku),
            VariationTitle = listing.VariationTitle,
            Title = FullTitle(listing),
            ImageUrl = listing.ImageUrl,
            Identifiers = listing.Identifiers,
            CreatedAt = now,
        };
        variant.SearchText = string.Join(' ', [variant.Title, sku, .. Identifiers(listing).Values]).ToUpperInvariant();
        db.Variants.Add(variant);
        return variant;
    }

    /// <summary>Product and variation title together.</summary>
    public static string FullTitle(Listing listing) => listing.VariationTitle is null ? listing.Title : $"{listing.Title} – {listing.VariationTitle}";

    /// <summary>Identifiers of a listing by kind.</summary>
    public static IReadOnlyDictionary<string, string> Identifiers(Listing listing) =>
        listing.Identifiers is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(listing.Identifiers)!;

    private static Product AddProduct(MarketplaceDbContext db, Listing listing, DateTimeOffset now)
    {
        var details = listing.Details is null ? ListingDetails.None : JsonSerializer.Deserialize<ListingDetails>(listing.Details)!;
        var product = new Product
        {
            SellerId = listing.SellerId,
            Title = listing.Title,
            Brand = details.Brand,
            Description = details.Description,
            CategoryPath = details.CategoryPath,
            ImageUrl = listing.ImageUrl,
            Attributes = details.Attributes.Count > 0 ? JsonSerializer.Serialize(details.Attributes) : null,
            CreatedAt = now,
        };
        db.Products.Add(product);
        return product;
    }
}

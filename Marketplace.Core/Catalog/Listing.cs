using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Catalog;

/// <summary>One sellable variation on one marketplace, linked to the variant whose stock it offers.</summary>
public sealed class Listing : ISellerOwned, IVersioned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store it is in.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Marketplace key, kept here for grids.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>The variant it offers; null while it is not linked.</summary>
    public Guid? VariantId { get; set; }

    /// <summary>The variant it offers.</summary>
    public Variant? Variant { get; set; }

    /// <summary>The marketplace's id, unique within the store.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>Groups variations of one product.</summary>
    public string ExternalProductId { get; set; } = "";

    /// <summary>SKU as listed; null where there is none.</summary>
    public string? Sku { get; set; }

    /// <summary><see cref="Common.Sku.Key"/> of the SKU; empty where there is none.</summary>
    public string SkuKey { get; set; } = "";

    /// <summary>Title as listed.</summary>
    public string Title { get; set; } = "";

    /// <summary>Variation in words.</summary>
    public string? VariationTitle { get; set; }

    /// <summary>Price for one item; null where there is no live offer.</summary>
    public Money? Price { get; set; }

    /// <summary>What it is doing.</summary>
    public RemoteListingStatus Status { get; set; }

    /// <summary>Main image.</summary>
    public string? ImageUrl { get; set; }

    /// <summary>JSON: identifier kind to value, as listed.</summary>
    public string? Identifiers { get; set; }

    /// <summary>JSON of <see cref="ListingDetails"/>, kept while it is not linked: what a product made of it will need.</summary>
    public string? Details { get; set; }

    /// <summary>How far matching has got, and whether the seller has a say in it.</summary>
    public LinkState Link { get; set; }

    /// <summary>How it found its variant; null while it has none.</summary>
    public LinkBasis? LinkedBy { get; set; }

    /// <summary>Public page.</summary>
    public string? Url { get; set; }

    /// <summary>Stock lies with the marketplace: shown, never pushed.</summary>
    public bool FulfilledByMarketplace { get; set; }

    /// <summary>Opaque JSON of the vendor folder.</summary>
    public string? PlatformData { get; set; }

    /// <summary>Last time that an import saw it, UTC.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }
}

/// <summary>How far matching of a listing has got.</summary>
public enum LinkState
{
    /// <summary>Matched by itself, or about to be.</summary>
    Automatic,

    /// <summary>Looked at; nothing was sure. Waits for the seller, or for an item with its SKU.</summary>
    Waiting,

    /// <summary>The seller linked or unlinked it; it is never matched by itself.</summary>
    ByHand,

    /// <summary>The seller wants it to stay without an item.</summary>
    Ignored,
}

/// <summary>How a listing found its variant.</summary>
public enum LinkBasis
{
    /// <summary>The same SKU.</summary>
    Sku,

    /// <summary>A SKU that the variant had elsewhere or before.</summary>
    Alias,

    /// <summary>The same product code, such as an EAN.</summary>
    Code,

    /// <summary>The seller chose it.</summary>
    Seller,

    /// <summary>The variant was made of it.</summary>
    Created,
}

/// <summary>What a listing says of its product beyond what grids show.</summary>
/// <param name="Brand">Brand.</param>
/// <param name="Description">Description, plain or HTML.</param>
/// <param name="CategoryPath">Category from root to leaf.</param>
/// <param name="Attributes">Attribute name to value.</param>
public sealed record ListingDetails(string? Brand, string? Description, string? CategoryPath, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>Nothing is known.</summary>
    public static ListingDetails None { get; } = new(null, null, null, new Dictionary<string, string>());
}

internal sealed class ListingConfiguration : IEntityTypeConfiguration<Listing>
{
    public void Configure(EntityTypeBuilder<Listing> builder)
    {
        builder.Property(l => l.Marketplace).HasMaxLength(40);
        builder.Property(l => l.ExternalId).HasMaxLength(200);
        builder.Property(l => l.ExternalProductId).HasMaxLength(200);
        builder.Property(l => l.Sku).HasMaxLength(Sku.MaxLength);
        builder.Property(l => l.SkuKey).HasMaxLength(Sku.MaxLength);
        builder.Property(l => l.Link).HasConversion<string>().HasMaxLength(10);
        builder.Property(l => l.LinkedBy).HasConversion<string>().HasMaxLength(10);
        builder.Property(l => l.Status).HasConversion<string>().HasMaxLength(20);
        builder.ComplexProperty(l => l.Price, price => price.Property(p => p.Currency).HasMaxLength(3));
        builder.HasOne(l => l.Variant).WithMany().HasForeignKey(l => l.VariantId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(l => new { l.ConnectionId, l.ExternalId }).IsUnique();
        builder.HasIndex(l => new { l.ConnectionId, l.ExternalProductId });
        builder.HasIndex(l => new { l.ConnectionId, l.Sku });
        builder.HasIndex(l => l.VariantId);
        builder.HasIndex(l => new { l.SellerId, l.Marketplace, l.VariantId });
        builder.HasIndex(l => new { l.SellerId, l.Link, l.Id }).HasFilter("\"VariantId\" IS NULL");
    }
}

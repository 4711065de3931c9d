using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Catalog;

/// <summary>A product of the seller, whatever marketplaces it is listed on.</summary>
public sealed class Product : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Title.</summary>
    public string Title { get; set; } = "";

    /// <summary>Brand.</summary>
    public string? Brand { get; set; }

    /// <summary>Description, plain or HTML.</summary>
    public string? Description { get; set; }

    /// <summary>Category from root to leaf.</summary>
    public string? CategoryPath { get; set; }

    /// <summary>Main image.</summary>
    public string? ImageUrl { get; set; }

    /// <summary>JSON: attribute name to value.</summary>
    public string? Attributes { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Its variants; at least one.</summary>
    public List<Variant> Variants { get; } = [];
}

/// <summary>A sellable variant of a product; what stock is counted of.</summary>
public sealed class Variant : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Its product.</summary>
    public Guid ProductId { get; set; }

    /// <summary>Its product.</summary>
    public Product? Product { get; set; }

    /// <summary>SKU as the seller writes it.</summary>
    public string Sku { get; set; } = "";

    /// <summary><see cref="Common.Sku.Key"/> of the SKU; unique per seller.</summary>
    public string SkuKey { get; set; } = "";

    /// <summary>What sets it apart ("Red / L"); null for single products.</summary>
    public string? VariationTitle { get; set; }

    /// <summary>Product and variation title together, as grids show it.</summary>
    public string Title { get; set; } = "";

    /// <summary>Upper-cased title, SKU and identifiers, for searching alike on all databases.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>Image of this variant.</summary>
    public string? ImageUrl { get; set; }

    /// <summary>JSON: identifier kind to value.</summary>
    public string? Identifiers { get; set; }

    /// <summary>Weight of one item with its wrapping, grams; null where nobody has told it.</summary>
    public int? WeightGrams { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>, IEntityTypeConfiguration<Variant>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.HasIndex(p => p.SellerId);
        builder.HasMany(p => p.Variants).WithOne(v => v.Product).HasForeignKey(v => v.ProductId);
    }

    public void Configure(EntityTypeBuilder<Variant> builder)
    {
        builder.Property(v => v.Sku).HasMaxLength(Sku.MaxLength);
        builder.Property(v => v.SkuKey).HasMaxLength(Sku.MaxLength);
        builder.HasIndex(v => new { v.SellerId, v.SkuKey }).IsUnique();
    }
}

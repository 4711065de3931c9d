using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Catalog;

/// <summary>A further SKU of a variant: one that it had before, or has on one marketplace only. Old orders and renamed listings find it by that.</summary>
public sealed class SkuAlias : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The variant.</summary>
    public Guid VariantId { get; set; }

    /// <summary>The SKU as it was written.</summary>
    public string Sku { get; set; } = "";

    /// <summary><see cref="Common.Sku.Key"/> of it; unique per seller.</summary>
    public string SkuKey { get; set; } = "";

    /// <summary>Where it comes from, in words ("renamed on eBay").</summary>
    public string Source { get; set; } = "";

    /// <summary>Listing that brought it; null where the seller entered it.</summary>
    public Guid? ListingId { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class SkuAliasConfiguration : IEntityTypeConfiguration<SkuAlias>
{
    public void Configure(EntityTypeBuilder<SkuAlias> builder)
    {
        builder.Property(a => a.Sku).HasMaxLength(Sku.MaxLength);
        builder.Property(a => a.SkuKey).HasMaxLength(Sku.MaxLength);
        builder.HasOne<Variant>().WithMany().HasForeignKey(a => a.VariantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(a => new { a.SellerId, a.SkuKey }).IsUnique();
        builder.HasIndex(a => a.VariantId);
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Catalog;

/// <summary>A product code of a variant, in the form of <see cref="ProductCode"/>, so that listings find it by an index.</summary>
public sealed class VariantCode : ISellerOwned
{
    /// <summary>The variant.</summary>
    public Guid VariantId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The code; several variants may share it, as new and used ones do.</summary>
    public string Code { get; set; } = "";
}

internal sealed class VariantCodeConfiguration : IEntityTypeConfiguration<VariantCode>
{
    public void Configure(EntityTypeBuilder<VariantCode> builder)
    {
        builder.Property(c => c.Code).HasMaxLength(ProductCode.MaxLength);
        builder.HasKey(c => new { c.VariantId, c.Code });
        builder.HasOne<Variant>().WithMany().HasForeignKey(c => c.VariantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.SellerId, c.Code });
    }
}

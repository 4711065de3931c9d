using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory.Bundles;

/// <summary>
/// What a bundle is made of, one row for each part. A bundle has no stock of its own: as many are available as its parts allow,
/// and selling one reserves the parts. Bundles of bundles are refused.
/// </summary>
public sealed class BundlePart : ISellerOwned
{
    /// <summary>The variant that is sold as a bundle.</summary>
    public Guid BundleId { get; set; }

    /// <summary>The variant that is in it.</summary>
    public Guid PartId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Items of the part in one bundle; 1 or more.</summary>
    public int Quantity { get; set; }
}

internal sealed class BundlePartConfiguration : IEntityTypeConfiguration<BundlePart>
{
    public void Configure(EntityTypeBuilder<BundlePart> builder)
    {
        builder.HasKey(p => new { p.BundleId, p.PartId });
        builder.HasOne<Variant>().WithMany().HasForeignKey(p => p.BundleId);
        builder.HasOne<Variant>().WithMany().HasForeignKey(p => p.PartId);
        builder.HasIndex(p => p.PartId);
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("CK_BundleParts_Quantity", "\"Quantity\" >= 1");
            t.HasCheckConstraint("CK_BundleParts_NotItself", "\"BundleId\" <> \"PartId\"");
        });
    }
}

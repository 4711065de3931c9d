using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory.LowStock;

/// <summary>A seller's settings of stock; without a row the defaults hold.</summary>
public sealed class StockSettings : ISellerOwned
{
    /// <summary>Threshold where neither SKU nor seller names one, in items.</summary>
    public const int UsualThreshold = 3;

    /// <summary>Whose; one row each.</summary>
    public Guid SellerId { get; set; }

    /// <summary>Items at which a SKU without a threshold of its own counts as low.</summary>
    public int LowStockThreshold { get; set; } = UsualThreshold;
}

/// <summary>Whether the stock of a variant was low when it was last looked at, so that each crossing is noticed once.</summary>
public sealed class LowStockState : ISellerOwned
{
    /// <summary>The variant; one row each.</summary>
    public Guid VariantId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>At or below the threshold.</summary>
    public bool IsLow { get; set; }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset Since { get; set; }
}

internal sealed class StockSettingsConfiguration : IEntityTypeConfiguration<StockSettings>, IEntityTypeConfiguration<LowStockState>
{
    public void Configure(EntityTypeBuilder<StockSettings> builder)
    {
        builder.HasKey(s => s.SellerId);
        builder.ToTable(t => t.HasCheckConstraint("CK_StockSettings_Threshold", "\"LowStockThreshold\" >= 0"));
    }

    public void Configure(EntityTypeBuilder<LowStockState> builder)
    {
        builder.HasKey(s => s.VariantId);
        builder.HasOne<Catalog.Variant>().WithOne().HasForeignKey<LowStockState>(s => s.VariantId);
    }
}

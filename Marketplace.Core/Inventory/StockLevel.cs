using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory;

/// <summary>Stock of a variant. Always the sum of its movements; available = on hand − reserved, never below zero.</summary>
public sealed class StockLevel : ISellerOwned, IVersioned
{
    /// <summary>The variant; one level each.</summary>
    public Guid VariantId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Items in the shed.</summary>
    public int OnHand { get; set; }

    /// <summary>Items held for orders that have not left.</summary>
    public int Reserved { get; set; }

    /// <summary>Items that may be offered. Computed by the database as <c>OnHand - Reserved</c>, so that grids can sort by it.</summary>
    public int Available { get; private set; }

    /// <summary>Items at which the seller wants to be told; null takes the default.</summary>
    public int? LowStockThreshold { get; set; }

    /// <summary>Store whose listing gave the first count; its own earlier orders are added back to that count. Null where the seller counted.</summary>
    public Guid? BaselineConnectionId { get; set; }

    /// <summary>When the first count was taken, UTC; null while nothing was ever counted, and then no listing is told a quantity.</summary>
    public DateTimeOffset? BaselineAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }
}

internal sealed class StockLevelConfiguration : IEntityTypeConfiguration<StockLevel>
{
    public void Configure(EntityTypeBuilder<StockLevel> builder)
    {
        builder.HasKey(s => s.VariantId);
        builder.HasOne<Catalog.Variant>().WithOne().HasForeignKey<StockLevel>(s => s.VariantId);
        builder.Property(s => s.Available).HasComputedColumnSql("\"OnHand\" - \"Reserved\"", stored: true);
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("CK_StockLevels_OnHand", "\"OnHand\" >= 0");
            t.HasCheckConstraint("CK_StockLevels_Reserved", "\"Reserved\" >= 0 AND \"Reserved\" <= \"OnHand\"");
        });
        builder.HasIndex(s => new { s.SellerId, s.Available });
    }
}

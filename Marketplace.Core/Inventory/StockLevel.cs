using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory;

/// <summary>
/// Stock of a variant over all locations. Always the sum of its movements; available = on hand − reserved, never below zero. A
/// bundle has nothing on hand and nothing reserved: as many are available as its parts allow.
/// </summary>
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

    /// <summary>Of a bundle: how many can be made of its parts now. Null for everything else.</summary>
    public int? Buildable { get; set; }

    /// <summary>Items expected from suppliers.</summary>
    public int Incoming { get; set; }

    /// <summary>
    /// Items that may be offered: the one number that listings follow, over all locations and for bundles too. Computed by the
    /// database as <c>Buildable</c> or else <c>OnHand - Reserved</c>, so that grids can sort by it.
    /// </summary>
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
        builder.Property(s => s.Available).HasComputedColumnSql("COALESCE(\"Buildable\", \"OnHand\" - \"Reserved\")", stored: true);
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("CK_StockLevels_OnHand", "\"OnHand\" >= 0");
            t.HasCheckConstraint("CK_StockLevels_Reserved", "\"Reserved\" >= 0 AND \"Reserved\" <= \"OnHand\"");
            t.HasCheckConstraint("CK_StockLevels_Bundle", "\"Buildable\" IS NULL OR (\"Buildable\" >= 0 AND \"OnHand\" = 0 AND \"Incoming\" = 0)");
            t.HasCheckConstraint("CK_StockLevels_Incoming", "\"Incoming\" >= 0");
        });
        // One for each column that the grid sorts by; the id behind it keeps pages apart where numbers are equal.
        // With the threshold, so that low stock is found in the index alone.
        builder.HasIndex(s => new { s.SellerId, s.Available, s.LowStockThreshold, s.VariantId });
        builder.HasIndex(s => new { s.SellerId, s.OnHand, s.VariantId });
        builder.HasIndex(s => new { s.SellerId, s.Reserved, s.VariantId });
        builder.HasIndex(s => new { s.SellerId, s.Incoming, s.VariantId });
    }
}

using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory.Incoming;

/// <summary>Stock that is ordered from a supplier and not here yet. Never offered: it counts as on hand once it is received.</summary>
public sealed class IncomingStock : ISellerOwned
{
    /// <summary>Longest reference, characters.</summary>
    public const int MaxReference = 80;

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Of what.</summary>
    public Guid VariantId { get; set; }

    /// <summary>Where it will be put.</summary>
    public Guid LocationId { get; set; }

    /// <summary>Items expected; 1 or more.</summary>
    public int Quantity { get; set; }

    /// <summary>Items of these that have come.</summary>
    public int Received { get; set; }

    /// <summary>Supplier's or purchase order's number.</summary>
    public string Reference { get; set; } = "";

    /// <summary>Day on which it should come; null where nobody said.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Who entered it.</summary>
    public string Actor { get; set; } = "";

    /// <summary>When it was entered, UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last of it came, or the rest was given up, UTC; null while some is expected.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

internal sealed class IncomingStockConfiguration : IEntityTypeConfiguration<IncomingStock>
{
    public void Configure(EntityTypeBuilder<IncomingStock> builder)
    {
        builder.Property(i => i.Reference).HasMaxLength(IncomingStock.MaxReference);
        builder.HasOne<Catalog.Variant>().WithMany().HasForeignKey(i => i.VariantId);
        builder.HasOne<StockLocation>().WithMany().HasForeignKey(i => i.LocationId);
        builder.HasIndex(i => new { i.SellerId, i.ClosedAt, i.DueOn });
        builder.HasIndex(i => new { i.VariantId, i.ClosedAt });
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("CK_IncomingStocks_Quantity", "\"Quantity\" >= 1");
            t.HasCheckConstraint("CK_IncomingStocks_Received", "\"Received\" >= 0 AND \"Received\" <= \"Quantity\"");
        });
    }
}

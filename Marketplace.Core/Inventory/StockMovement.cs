using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory;

/// <summary>An entry of the ledger; written once, never edited.</summary>
public sealed class StockMovement : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The variant.</summary>
    public Guid VariantId { get; set; }

    /// <summary>Where; null for what is promised and not moved.</summary>
    public Guid? LocationId { get; set; }

    /// <summary>Why.</summary>
    public MovementKind Kind { get; set; }

    /// <summary>Change of on hand, in items.</summary>
    public int OnHandChange { get; set; }

    /// <summary>Change of reserved, in items.</summary>
    public int ReservedChange { get; set; }

    /// <summary>Order that caused it.</summary>
    public Guid? OrderId { get; set; }

    /// <summary>Bulk change that it was part of, or that it undoes.</summary>
    public Guid? BatchId { get; set; }

    /// <summary>Person or job that caused it ("eBay order 12-345", "demo@…").</summary>
    public string Actor { get; set; } = "";

    /// <summary>A note.</summary>
    public string? Note { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Why stock moved.</summary>
public enum MovementKind
{
    /// <summary>First count, taken from a listing.</summary>
    Opening,

    /// <summary>The seller corrected the count.</summary>
    Adjusted,

    /// <summary>The seller counted what lies there; the difference was taken in.</summary>
    Counted,

    /// <summary>A delivery came in.</summary>
    Received,

    /// <summary>Carried from one location to another: one entry for each of the two.</summary>
    Transferred,

    /// <summary>A bulk change was taken back.</summary>
    Undone,

    /// <summary>Held for an order.</summary>
    Reserved,

    /// <summary>No longer held: the order was cancelled or changed.</summary>
    Released,

    /// <summary>Left with a parcel.</summary>
    Shipped,
}

internal sealed class StockMovementConfiguration : IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Catalog.Variant>().WithMany().HasForeignKey(m => m.VariantId);
        builder.HasOne<StockLocation>().WithMany().HasForeignKey(m => m.LocationId);
        builder.HasIndex(m => new { m.VariantId, m.At });
        builder.HasIndex(m => m.OrderId);
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory;

/// <summary>
/// Stock held for an order line, from import until the parcel leaves or the line is cancelled. One per line, or one for each part
/// where a bundle was sold; what a bundle is made of counts as it was when the order came.
/// </summary>
public sealed class Reservation : ISellerOwned, IVersioned
{
    /// <summary>The order line; unique with the variant, so that importing twice cannot reserve twice.</summary>
    public Guid OrderLineId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>The variant.</summary>
    public Guid VariantId { get; set; }

    /// <summary>The store that sold it.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>When the buyer ordered, UTC; older buyers are served first.</summary>
    public DateTimeOffset PlacedAt { get; set; }

    /// <summary>Items of the variant in one item of the line: 1, or more in a bundle.</summary>
    public int PerItem { get; set; } = 1;

    /// <summary>The variant is in a bundle that the line sold.</summary>
    public bool IsPart { get; set; }

    /// <summary>Items wanted by the line.</summary>
    public int Wanted { get; set; }

    /// <summary>Items held now.</summary>
    public int Held { get; set; }

    /// <summary>Items that left with parcels.</summary>
    public int Shipped { get; set; }

    /// <summary>Items sold that could not be held: an oversale that somebody must look at.</summary>
    public int Oversold { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }
}

internal sealed class ReservationConfiguration : IEntityTypeConfiguration<Reservation>
{
    public void Configure(EntityTypeBuilder<Reservation> builder)
    {
        builder.HasKey(r => new { r.OrderLineId, r.VariantId });
        builder.HasIndex(r => r.OrderId);
        builder.HasIndex(r => r.VariantId);
        builder.HasIndex(r => new { r.SellerId, r.Oversold });
        builder.ToTable(t => t.HasCheckConstraint("CK_Reservations_NotNegative", "\"Wanted\" >= 0 AND \"Held\" >= 0 AND \"Shipped\" >= 0 AND \"Oversold\" >= 0 AND \"PerItem\" >= 1"));
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment;

/// <summary>What a user has typed for an order and not sent yet; one for each user and order.</summary>
public sealed class ShipDraft : ISellerOwned
{
    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Who typed it.</summary>
    public Guid UserId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Tracking number as typed, at most <see cref="ShipDrafts.LongestNumber"/> characters.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>Carrier as chosen or written, at most <see cref="ShipDrafts.LongestCarrier"/> characters.</summary>
    public string Carrier { get; set; } = "";

    /// <summary>JSON of items by our id of the line; null for all that is left.</summary>
    public string? Quantities { get; set; }

    /// <summary>When it was typed, UTC.</summary>
    public DateTimeOffset SavedAt { get; set; }
}

internal sealed class ShipDraftConfiguration : IEntityTypeConfiguration<ShipDraft>
{
    public void Configure(EntityTypeBuilder<ShipDraft> builder)
    {
        builder.HasKey(d => new { d.SellerId, d.UserId, d.OrderId });
        builder.Property(d => d.TrackingNumber).HasMaxLength(ShipDrafts.LongestNumber);
        builder.Property(d => d.Carrier).HasMaxLength(ShipDrafts.LongestCarrier);
        builder.HasOne<Orders.Order>().WithMany().HasForeignKey(d => d.OrderId);
        builder.HasIndex(d => new { d.SellerId, d.SavedAt });
    }
}

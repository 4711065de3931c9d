using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory;

/// <summary>What a listing should show, what was sent, what the marketplace took, and what it was last seen to show. Items and UTC times.</summary>
public sealed class ListingStock : ISellerOwned
{
    /// <summary>The listing; one row each.</summary>
    public Guid ListingId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Quantity it should show; null while nothing is wanted (not linked, or stock held by the marketplace).</summary>
    public int? Wanted { get; set; }

    /// <summary>When that was decided.</summary>
    public DateTimeOffset? WantedAt { get; set; }

    /// <summary>Quantity last sent.</summary>
    public int? Sent { get; set; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Quantity that the marketplace last accepted.</summary>
    public int? Acknowledged { get; set; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>Quantity that the marketplace was last seen to show.</summary>
    public int? Seen { get; set; }

    /// <summary>When it was seen.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>Wanted and acknowledged differ: a push is due. Kept as a column so that the due ones are found by an index.</summary>
    public bool IsDue { get; set; }

    /// <summary>What is wanted follows from sales alone; such a quantity goes out first, and no brake holds it.</summary>
    public bool IsBySale { get; set; }

    /// <summary>The store's brake holds this listing until a person says what becomes of it.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Ticket under which a quantity was handed over whose outcome is open; null when none is.</summary>
    public Guid? TicketId { get; set; }

    /// <summary>Why the last push failed, in plain words; null when it did not.</summary>
    public string? Problem { get; set; }
}

internal sealed class ListingStockConfiguration : IEntityTypeConfiguration<ListingStock>
{
    public void Configure(EntityTypeBuilder<ListingStock> builder)
    {
        builder.HasKey(s => s.ListingId);
        builder.HasOne<Catalog.Listing>().WithOne().HasForeignKey<ListingStock>(s => s.ListingId);
        builder.HasIndex(s => s.TicketId);
        builder.HasIndex(s => new { s.ConnectionId, s.IsDue, s.IsBySale, s.WantedAt });
    }
}

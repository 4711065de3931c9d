using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Catalog;

/// <summary>A variant that a listing without one may be.</summary>
public sealed class LinkSuggestion : ISellerOwned
{
    /// <summary>The listing.</summary>
    public Guid ListingId { get; set; }

    /// <summary>The variant.</summary>
    public Guid VariantId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>How alike they are, 0 to 100.</summary>
    public int Score { get; set; }

    /// <summary>What speaks for it, in words.</summary>
    public string Reason { get; set; } = "";
}

internal sealed class LinkSuggestionConfiguration : IEntityTypeConfiguration<LinkSuggestion>
{
    public void Configure(EntityTypeBuilder<LinkSuggestion> builder)
    {
        builder.HasKey(s => new { s.ListingId, s.VariantId });
        builder.HasOne<Listing>().WithMany().HasForeignKey(s => s.ListingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Variant>().WithMany().HasForeignKey(s => s.VariantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(s => s.VariantId);
        builder.HasIndex(s => new { s.SellerId, s.Score });
    }
}

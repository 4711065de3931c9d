using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>A line of an order, kept as it was sold.</summary>
public sealed class OrderLine : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Its order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>The marketplace's line id, unique within the order.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>The marketplace's id of the listing that was sold, where the order names it; links the line once the listing is known.</summary>
    public string? ExternalListingId { get; set; }

    /// <summary>Listing that was sold, where it is known here.</summary>
    public Guid? ListingId { get; set; }

    /// <summary>Variant whose stock it takes; null while the listing is not linked.</summary>
    public Guid? VariantId { get; set; }

    /// <summary>SKU at the time of sale.</summary>
    public string? Sku { get; set; }

    /// <summary>Title at the time of sale.</summary>
    public string Title { get; set; } = "";

    /// <summary>Variation in words.</summary>
    public string? VariationTitle { get; set; }

    /// <summary>Items ordered, less those cancelled.</summary>
    public int Quantity { get; set; }

    /// <summary>Items shipped, as the marketplace says.</summary>
    public int QuantityShipped { get; set; }

    /// <summary>Items that came back from the buyer and were put into stock again.</summary>
    public int QuantityTakenBack { get; set; }

    /// <summary>Items that do not go back on sale once the marketplace has cancelled them: they are taken out of stock instead.</summary>
    public int WriteOff { get; set; }

    /// <summary>Price of one item, minor units of the order's currency.</summary>
    public long UnitPriceMinor { get; set; }

    /// <summary>Image.</summary>
    public string? ImageUrl { get; set; }

    /// <summary>Opaque JSON of the vendor folder.</summary>
    public string? PlatformData { get; set; }
}

internal sealed class OrderLineConfiguration : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> builder)
    {
        builder.Property(l => l.ExternalId).HasMaxLength(100);
        builder.Property(l => l.ExternalListingId).HasMaxLength(200);
        builder.Property(l => l.Sku).HasMaxLength(Sku.MaxLength);
        builder.HasIndex(l => new { l.OrderId, l.ExternalId }).IsUnique();
        builder.HasIndex(l => l.VariantId);

        // For the orders that wait to be linked, which then read the index alone.
        builder.HasIndex(l => new { l.SellerId, l.OrderId }).HasFilter("\"VariantId\" IS NULL");
    }
}

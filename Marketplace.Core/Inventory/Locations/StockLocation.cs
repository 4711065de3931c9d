using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory.Locations;

/// <summary>
/// A place where stock lies: a shed, a shop, a warehouse. Every seller has one default location, made with the first stock.
/// <para>
/// Orders are promised from all locations together (available = on hand everywhere − reserved), so a reservation names no place.
/// When a parcel leaves, its items are taken from the default location, and only what is missing there from the others, the
/// fullest first.
/// </para>
/// </summary>
public sealed class StockLocation : ISellerOwned
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 60;

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Name as the seller writes it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Trimmed, upper-cased name; unique per seller.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>First counts land here, and parcels leave from here. Exactly one per seller.</summary>
    public bool IsDefault { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>Stock of a variant at a location. Over all locations it adds up to the variant's <see cref="StockLevel.OnHand"/>.</summary>
public sealed class LocationStock : ISellerOwned
{
    /// <summary>The variant.</summary>
    public Guid VariantId { get; set; }

    /// <summary>The location.</summary>
    public Guid LocationId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Items that lie there; never below zero.</summary>
    public int OnHand { get; set; }
}

internal sealed class StockLocationConfiguration : IEntityTypeConfiguration<StockLocation>, IEntityTypeConfiguration<LocationStock>
{
    public void Configure(EntityTypeBuilder<StockLocation> builder)
    {
        builder.Property(l => l.Name).HasMaxLength(StockLocation.MaxName);
        builder.Property(l => l.NameKey).HasMaxLength(StockLocation.MaxName);
        builder.HasIndex(l => new { l.SellerId, l.NameKey }).IsUnique();
        builder.HasIndex(l => l.SellerId).IsUnique().HasFilter("\"IsDefault\"").HasDatabaseName("IX_StockLocations_OneDefault");
    }

    public void Configure(EntityTypeBuilder<LocationStock> builder)
    {
        builder.HasKey(s => new { s.VariantId, s.LocationId });
        builder.HasOne<Catalog.Variant>().WithMany().HasForeignKey(s => s.VariantId);
        builder.HasOne<StockLocation>().WithMany().HasForeignKey(s => s.LocationId);
        builder.HasIndex(s => new { s.LocationId, s.VariantId });
        builder.ToTable(t => t.HasCheckConstraint("CK_LocationStocks_OnHand", "\"OnHand\" >= 0"));
    }
}

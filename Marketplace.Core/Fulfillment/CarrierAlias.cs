using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment;

/// <summary>What a seller's own name of a carrier means on one marketplace; it goes before all that is known of carriers otherwise.</summary>
public sealed class CarrierAlias : ISellerOwned
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxLength = 100;

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Key of the marketplace on which it holds.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>The seller's name of the carrier, as typed.</summary>
    public string Written { get; set; } = "";

    /// <summary>Letters and digits of <see cref="Written"/> alone, by which it is found.</summary>
    public string Folded { get; set; } = "";

    /// <summary>The marketplace's code; null when the carrier is sent by name.</summary>
    public string? CarrierCode { get; set; }

    /// <summary>The carrier's name on the marketplace.</summary>
    public string CarrierName { get; set; } = "";
}

internal sealed class CarrierAliasConfiguration : IEntityTypeConfiguration<CarrierAlias>
{
    public void Configure(EntityTypeBuilder<CarrierAlias> builder)
    {
        builder.Property(a => a.Marketplace).HasMaxLength(40);
        builder.Property(a => a.Written).HasMaxLength(CarrierAlias.MaxLength);
        builder.Property(a => a.Folded).HasMaxLength(CarrierAlias.MaxLength);
        builder.Property(a => a.CarrierCode).HasMaxLength(CarrierAlias.MaxLength);
        builder.Property(a => a.CarrierName).HasMaxLength(CarrierAlias.MaxLength);
        builder.HasIndex(a => new { a.SellerId, a.Marketplace, a.Folded }).IsUnique();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Accounts;

/// <summary>A business: owner of connections, products and orders. Users belong to it by membership.</summary>
public sealed class Seller
{
    /// <summary>Longest name.</summary>
    public const int MaxName = 100;

    /// <summary>Id, which every owned row carries.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Name of the business.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether members may do nothing here without a second factor.</summary>
    public bool DemandsSecondFactor { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class SellerConfiguration : IEntityTypeConfiguration<Seller>
{
    public void Configure(EntityTypeBuilder<Seller> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(Seller.MaxName);
    }
}

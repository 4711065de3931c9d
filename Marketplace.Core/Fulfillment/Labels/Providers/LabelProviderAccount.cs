using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Labels.Providers;

/// <summary>A seller's account at an independent seller of labels. Key and sender are encrypted.</summary>
public sealed class LabelProviderAccount : ISellerOwned, IVersioned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Key of the provider; one account of each per seller.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The API key, encrypted.</summary>
    public string ProtectedKey { get; set; } = "";

    /// <summary>Last four characters of the key, to tell it from others.</summary>
    public string KeyEnd { get; set; } = "";

    /// <summary>Labels bought with it are specimens.</summary>
    public bool IsTest { get; set; }

    /// <summary>Encrypted JSON of the sender's <see cref="Postage.PostalAddress"/>.</summary>
    public string ProtectedSender { get; set; } = "";

    /// <summary>When the key was last accepted, UTC.</summary>
    public DateTimeOffset CheckedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }
}

internal sealed class LabelProviderAccountConfiguration : IEntityTypeConfiguration<LabelProviderAccount>
{
    public void Configure(EntityTypeBuilder<LabelProviderAccount> builder)
    {
        builder.Property(a => a.Provider).HasMaxLength(40);
        builder.Property(a => a.KeyEnd).HasMaxLength(4);
        builder.HasIndex(a => new { a.SellerId, a.Provider }).IsUnique();
    }
}

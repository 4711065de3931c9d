using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Connections;

/// <summary>A consent that a seller has set out for; its state value is good once and for a short time.</summary>
public sealed class PendingConsent : ISellerOwned
{
    /// <summary>SHA-256 of the state, so that a reader of the database cannot finish somebody's consent.</summary>
    public string StateHash { get; set; } = "";

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Marketplace key.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>Region key asked for.</summary>
    public string Region { get; set; } = "";

    /// <summary>Callback address that was sent along.</summary>
    public string Callback { get; set; } = "";

    /// <summary>Store that is being authorised again; null for a new one.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When the redirect came back, UTC; a second one is refused.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class PendingConsentConfiguration : IEntityTypeConfiguration<PendingConsent>
{
    public void Configure(EntityTypeBuilder<PendingConsent> builder)
    {
        builder.HasKey(c => c.StateHash);
        builder.Property(c => c.StateHash).HasMaxLength(64);
    }
}

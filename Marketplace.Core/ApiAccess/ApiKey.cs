using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.ApiAccess;

/// <summary>A personal key for the API. The key itself is not stored, only its hash. Times are UTC.</summary>
public sealed class ApiKey : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The account that made it; the key never may more than that account.</summary>
    public Guid UserId { get; set; }

    /// <summary>What it is for, in the seller's words.</summary>
    public string Name { get; set; } = "";

    /// <summary>First characters of the key, by which people tell keys apart.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>SHA-256 of the key, hexadecimal. The key is 256 random bits, so a slow hash would add nothing.</summary>
    public string Hash { get; set; } = "";

    /// <summary>What it may do.</summary>
    public ApiScopes Scopes { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it stops to work; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was last used, to within a minute; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was revoked; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Whether it opens anything at a time.</summary>
    public bool Works(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(k => k.Name).HasMaxLength(ApiKeyBook.MaxName);
        builder.Property(k => k.Prefix).HasMaxLength(20);
        builder.Property(k => k.Hash).HasMaxLength(64);
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.HasIndex(k => k.SellerId);
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.ApiAccess;

/// <summary>The first answer to a request that named an idempotency key, kept for the repetitions. Times are UTC.</summary>
public sealed class StoredAnswer : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The caller's key.</summary>
    public string Key { get; set; } = "";

    /// <summary>SHA-256 over method, address and body, hexadecimal.</summary>
    public string RequestHash { get; set; } = "";

    /// <summary>HTTP status; null while the first request is under way.</summary>
    public int? Status { get; set; }

    /// <summary>Encrypted headers and body, for an answer may hold a buyer's data or a secret that is told once.</summary>
    public byte[]? Content { get; set; }

    /// <summary>When the first request came.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class StoredAnswerConfiguration : IEntityTypeConfiguration<StoredAnswer>
{
    public void Configure(EntityTypeBuilder<StoredAnswer> builder)
    {
        builder.Property(a => a.Key).HasMaxLength(StoredAnswers.MaxKey);
        builder.Property(a => a.RequestHash).HasMaxLength(64);
        builder.HasIndex(a => new { a.SellerId, a.Key }).IsUnique();
        builder.HasIndex(a => a.CreatedAt);
    }
}

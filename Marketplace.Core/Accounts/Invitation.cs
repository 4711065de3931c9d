using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Accounts;

/// <summary>A link by which one person joins a seller, once, before it runs out. The link itself is not stored, only its hash.</summary>
public sealed class Invitation : ISellerOwned
{
    /// <summary>Days for which a link holds.</summary>
    public const int Days = 7;

    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>For whom, as a reminder; whoever has the link may use it.</summary>
    public string Email { get; init; } = "";

    /// <summary>As what they join.</summary>
    public Role Role { get; init; }

    /// <summary>SHA-256 of the link's secret, in hexadecimal.</summary>
    public string SecretHash { get; init; } = "";

    /// <summary>Who invites.</summary>
    public string InvitedBy { get; init; } = "";

    /// <summary>When the link runs out.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.Property(i => i.Email).HasMaxLength(254);
        builder.Property(i => i.InvitedBy).HasMaxLength(254);
        builder.Property(i => i.SecretHash).HasMaxLength(64);
        builder.Property(i => i.Role).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(i => i.SecretHash).IsUnique();
        builder.HasIndex(i => i.SellerId);
    }
}

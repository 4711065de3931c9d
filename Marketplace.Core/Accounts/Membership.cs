using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Accounts;

/// <summary>That a user belongs to a seller, and as what. Read across sellers, for a user chooses among their own.</summary>
public sealed class Membership
{
    /// <summary>Who.</summary>
    public Guid UserId { get; init; }

    /// <summary>Where.</summary>
    public Guid SellerId { get; init; }

    /// <summary>As what.</summary>
    public Role Role { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset JoinedAt { get; init; }
}

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.HasKey(m => new { m.UserId, m.SellerId });
        builder.HasIndex(m => m.SellerId);
        builder.Property(m => m.Role).HasConversion<string>().HasMaxLength(16);
        builder.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Seller>().WithMany().HasForeignKey(m => m.SellerId).OnDelete(DeleteBehavior.Cascade);
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Accounts;

/// <summary>A person who signs in. What they may see hangs on their memberships.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>Longest name.</summary>
    public const int MaxName = 100;

    /// <summary>Name that colleagues see.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Seller at whose desk they sat last; the next sign-in begins there.</summary>
    public Guid? LastSellerId { get; set; }

    /// <summary>IANA name of the zone in which times are told; null takes the browser's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>"light" or "dark"; null takes the system's.</summary>
    public string? Theme { get; set; }
}

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.Property(u => u.DisplayName).HasMaxLength(User.MaxName);
        builder.Property(u => u.TimeZone).HasMaxLength(64);
        builder.Property(u => u.Theme).HasMaxLength(8);
    }
}

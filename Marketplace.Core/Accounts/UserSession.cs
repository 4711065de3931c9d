using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Accounts;

/// <summary>A sign-in that still holds: a browser, or a program with a bearer token. Deleting the row ends it.</summary>
public sealed class UserSession
{
    /// <summary>Id, which the cookie or the token carries.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose.</summary>
    public Guid UserId { get; init; }

    /// <summary>When they signed in.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether they asked to stay signed in, or it is a program's; such a sign-in may rest for days.</summary>
    public bool Stays { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Network address of the sign-in.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser calls itself, shortened.</summary>
    public string? Agent { get; init; }
}

internal sealed class UserSessionConfiguration : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Address).HasMaxLength(64);
        builder.Property(s => s.Agent).HasMaxLength(200);
        builder.HasIndex(s => s.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

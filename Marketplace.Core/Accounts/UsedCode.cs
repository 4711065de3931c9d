using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Accounts;

/// <summary>That a user has spent the code of a moment; whoever looked over their shoulder comes too late with it.</summary>
public sealed class UsedCode
{
    /// <summary>Whose.</summary>
    public Guid UserId { get; init; }

    /// <summary>The code's step of 30 seconds since 1970.</summary>
    public long Step { get; init; }
}

internal sealed class UsedCodeConfiguration : IEntityTypeConfiguration<UsedCode>
{
    public void Configure(EntityTypeBuilder<UsedCode> builder)
    {
        builder.HasKey(c => new { c.UserId, c.Step });
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

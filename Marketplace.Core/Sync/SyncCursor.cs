using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Sync;

/// <summary>How far a job has read a store; moves only after what it read is committed.</summary>
public sealed class SyncCursor : ISellerOwned
{
    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>The job.</summary>
    public SyncJob Job { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Everything changed before this is here, UTC.</summary>
    public DateTimeOffset ReadUntil { get; set; }

    /// <summary>Every return that changed before this is here, UTC; null where none was read, or where the marketplace tells none.</summary>
    public DateTimeOffset? ReturnsReadUntil { get; set; }
}

internal sealed class SyncCursorConfiguration : IEntityTypeConfiguration<SyncCursor>
{
    public void Configure(EntityTypeBuilder<SyncCursor> builder)
    {
        builder.HasKey(c => new { c.ConnectionId, c.Job });
        builder.Property(c => c.Job).HasConversion<string>().HasMaxLength(20);
    }
}

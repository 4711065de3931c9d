using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Sync;

/// <summary>When a job runs by itself on a store. Times are UTC.</summary>
public sealed class SyncPlan : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Which job.</summary>
    public SyncJob Job { get; set; }

    /// <summary>Minutes between two runs, as the seller wants it for this store; null follows the settings.</summary>
    public int? EveryMinutes { get; set; }

    /// <summary>The seller has paused it.</summary>
    public bool Paused { get; set; }

    /// <summary>When it is due next. Whoever moves it on starts the run, so that of several instances one does.</summary>
    public DateTimeOffset NextAt { get; set; }
}

internal sealed class SyncPlanConfiguration : IEntityTypeConfiguration<SyncPlan>
{
    public void Configure(EntityTypeBuilder<SyncPlan> builder)
    {
        builder.Property(p => p.Job).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(p => new { p.ConnectionId, p.Job }).IsUnique();
        builder.HasIndex(p => new { p.Paused, p.NextAt });
    }
}

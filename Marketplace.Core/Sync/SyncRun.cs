using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Sync;

/// <summary>One run of a job on one store, with its counts. Times are UTC.</summary>
public sealed class SyncRun : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Marketplace key.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>Which job.</summary>
    public SyncJob Job { get; set; }

    /// <summary>Who started it: schedule, seller, connect, webhook.</summary>
    public string Trigger { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public SyncRunState State { get; set; }

    /// <summary>Start.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>End; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The seller wants it to stop; it does so at the next page.</summary>
    public bool StopRequested { get; set; }

    /// <summary>Items to expect, where the marketplace says so.</summary>
    public int? Expected { get; set; }

    /// <summary>Items fetched.</summary>
    public int Fetched { get; set; }

    /// <summary>Items that were new.</summary>
    public int Created { get; set; }

    /// <summary>Items that had changed.</summary>
    public int Updated { get; set; }

    /// <summary>Items that were set aside.</summary>
    public int Failed { get; set; }

    /// <summary>Calls to the marketplace, each try counted.</summary>
    public int Calls { get; set; }

    /// <summary>Of these, those in which the marketplace or the network failed.</summary>
    public int FailedCalls { get; set; }

    /// <summary>Milliseconds spent waiting for the marketplace's limits, over all calls together.</summary>
    public long WaitedMs { get; set; }

    /// <summary>What it waits for, or why it ended as it did; plain words.</summary>
    public string? Message { get; set; }
}

/// <summary>The jobs; one per capability, never per marketplace.</summary>
public enum SyncJob
{
    /// <summary>Listings into the catalogue.</summary>
    Products,

    /// <summary>What listings show against what they should.</summary>
    Inventory,

    /// <summary>Orders that are new or changed.</summary>
    Orders,

    /// <summary>Open orders, one by one.</summary>
    OrderStatus,

    /// <summary>Whether the store answers.</summary>
    Health,
}

/// <summary>Jobs in groups.</summary>
public static class SyncJobs
{
    /// <summary>Those that bring a store's data in; what "sync now" means.</summary>
    public static IReadOnlyList<SyncJob> Imports { get; } = [SyncJob.Products, SyncJob.Inventory, SyncJob.Orders];
}

/// <summary>Where a run stands.</summary>
public enum SyncRunState
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>Complete.</summary>
    Succeeded,

    /// <summary>Complete, but some items were set aside.</summary>
    Partial,

    /// <summary>Ended early; the next run goes on where it stopped.</summary>
    Failed,

    /// <summary>Stopped by the seller or by the end of the process.</summary>
    Stopped,

    /// <summary>Waiting for its turn.</summary>
    Queued,
}

internal sealed class SyncRunConfiguration : IEntityTypeConfiguration<SyncRun>
{
    public void Configure(EntityTypeBuilder<SyncRun> builder)
    {
        builder.Property(r => r.Job).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(r => new { r.SellerId, r.StartedAt });
        builder.HasIndex(r => new { r.ConnectionId, r.Job, r.StartedAt });
    }
}

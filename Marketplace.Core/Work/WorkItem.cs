using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Work;

/// <summary>
/// Something that must still be done, written in the transaction of the business change that calls for it. Claimed under a
/// lease, finished in a transaction that checks the lease, tried again at a stored time. Times are UTC.
/// </summary>
public sealed class WorkItem : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store that it calls; one worker at a time works on one store and kind.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Names its handler ("stock.push", "shipment.confirm").</summary>
    public string Kind { get; set; } = "";

    /// <summary>Open items with the same key are one; null never coalesces.</summary>
    public string? CoalesceKey { get; set; }

    /// <summary>What to work on: an id, or small JSON; no secrets, no personal data.</summary>
    public string Payload { get; set; } = "";

    /// <summary>Smaller goes first.</summary>
    public int Priority { get; set; }

    /// <summary>Not before.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Where it stands.</summary>
    public WorkState State { get; set; }

    /// <summary>Worker that holds it.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>When the hold lapses.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>
    /// Grows when somebody asks for the same work again. A worker may drop the item only at the revision that it claimed, so that
    /// a change that arrives meanwhile is not lost.
    /// </summary>
    public long Revision { get; set; }

    /// <summary>Why the last try failed; plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>What kind of failure that was.</summary>
    public WorkFailure Failure { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>Where work stands. Finished work is deleted.</summary>
public enum WorkState
{
    /// <summary>Waiting for its time, or held under a lease.</summary>
    Open,

    /// <summary>Given up: somebody must retry or discard it.</summary>
    Dead,
}

/// <summary>Kinds of failure; they decide whether and when work is tried again.</summary>
public enum WorkFailure
{
    /// <summary>It has not failed.</summary>
    None,

    /// <summary>The marketplace or the network failed in passing.</summary>
    Transient,

    /// <summary>A limit of the marketplace was reached.</summary>
    Throttled,

    /// <summary>The marketplace refused it for good.</summary>
    Rejected,

    /// <summary>The seller must connect the store again; that revives the work.</summary>
    NeedsReauthorization,

    /// <summary>A fault of this application.</summary>
    Unexpected,
}

internal sealed class WorkItemConfiguration : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.Property(w => w.Kind).HasMaxLength(40);
        builder.Property(w => w.CoalesceKey).HasMaxLength(120);
        builder.Property(w => w.LeaseOwner).HasMaxLength(80);
        builder.Property(w => w.State).HasConversion<string>().HasMaxLength(10);
        builder.Property(w => w.Failure).HasConversion<string>().HasMaxLength(30);
        builder.HasIndex(w => new { w.State, w.ConnectionId, w.Kind, w.Priority, w.DueAt });
        builder.HasIndex(w => new { w.State, w.DueAt });
        builder.HasIndex(w => w.CoalesceKey).IsUnique();
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Alerts.Errors;

/// <summary>Errors with one cause: a store, an operation and what the marketplace said. Times are UTC; the words hold no personal data.</summary>
public sealed class ErrorCause : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store; null where it is about none.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>Marketplace key; empty where it is about none.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>Tells this cause from others of the seller.</summary>
    public string Key { get; set; } = "";

    /// <summary>What kind of error.</summary>
    public ErrorKind Kind { get; set; }

    /// <summary>What was called or done ("getOrders").</summary>
    public string Operation { get; set; } = "";

    /// <summary>The marketplace's own code; null where it has none.</summary>
    public string? Code { get; set; }

    /// <summary>What happened last time, and what to do; plain words.</summary>
    public string Message { get; set; } = "";

    /// <summary>The marketplace's or our own request id of the last time, for support.</summary>
    public string? RequestId { get; set; }

    /// <summary>How often it happened since it was last resolved.</summary>
    public int Count { get; set; }

    /// <summary>First time since it was last resolved.</summary>
    public DateTimeOffset FirstAt { get; set; }

    /// <summary>Last time.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>When it was resolved; null while it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>Who or what resolved it.</summary>
    public string? ResolvedBy { get; set; }
}

/// <summary>Kinds of errors; they decide what helps.</summary>
public enum ErrorKind
{
    /// <summary>The marketplace or the network failed in passing.</summary>
    Transient,

    /// <summary>The marketplace refused it.</summary>
    Refused,

    /// <summary>The store's authorisation is gone.</summary>
    NeedsReauthorization,

    /// <summary>A fault of this application.</summary>
    Unexpected,
}

/// <summary>One time that it happened.</summary>
public sealed class ErrorOccurrence : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The cause.</summary>
    public Guid CauseId { get; set; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What happened.</summary>
    public string Message { get; set; } = "";

    /// <summary>Request id, for support.</summary>
    public string? RequestId { get; set; }
}

internal sealed class ErrorCauseConfiguration : IEntityTypeConfiguration<ErrorCause>, IEntityTypeConfiguration<ErrorOccurrence>
{
    public void Configure(EntityTypeBuilder<ErrorCause> builder)
    {
        builder.Property(c => c.Marketplace).HasMaxLength(40);
        builder.Property(c => c.Key).HasMaxLength(300);
        builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(c => c.Operation).HasMaxLength(100);
        builder.Property(c => c.Code).HasMaxLength(100);
        builder.Property(c => c.RequestId).HasMaxLength(200);
        builder.HasIndex(c => new { c.SellerId, c.Key }).IsUnique();
        builder.HasIndex(c => new { c.SellerId, c.ResolvedAt, c.LastAt });
    }

    public void Configure(EntityTypeBuilder<ErrorOccurrence> builder)
    {
        builder.Property(o => o.RequestId).HasMaxLength(200);
        builder.HasOne<ErrorCause>().WithMany().HasForeignKey(o => o.CauseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(o => new { o.CauseId, o.At });
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Audit;

/// <summary>What a person did. Never changed, and never with a secret or a buyer's data in it.</summary>
public sealed class AuditEntry : ISellerOwned
{
    /// <summary>Id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who, as they sign in.</summary>
    public string Actor { get; set; } = "";

    /// <summary>Network address that it came from; null where it is not known.</summary>
    public string? Address { get; set; }

    /// <summary>What kind of thing: "shipment", "stock", "team".</summary>
    public string Area { get; set; } = "";

    /// <summary>What was done, in words.</summary>
    public string Text { get; set; } = "";

    /// <summary>Id of the order, item, store or other thing that it was done to; null where there is none.</summary>
    public Guid? SubjectId { get; set; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(e => e.Actor).HasMaxLength(254);
        builder.Property(e => e.Address).HasMaxLength(64);
        builder.Property(e => e.Area).HasMaxLength(32);
        builder.Property(e => e.Text).HasMaxLength(500);
        builder.HasIndex(e => new { e.SellerId, e.At });
        builder.HasIndex(e => new { e.SellerId, e.SubjectId });
    }
}

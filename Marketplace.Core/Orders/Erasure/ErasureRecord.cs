using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders.Erasure;

/// <summary>That buyers' data was erased: when, why, on whose word, of how many orders. It names no buyer.</summary>
public sealed class ErasureRecord : ISellerOwned
{
    /// <summary>Id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Why.</summary>
    public ErasureReason Reason { get; set; }

    /// <summary>On whose word.</summary>
    public string Actor { get; set; } = "";

    /// <summary>Orders whose buyer was erased.</summary>
    public int Orders { get; set; }
}

/// <summary>Why buyers' data was erased.</summary>
public enum ErasureReason
{
    /// <summary>It had been kept for as long as the settings allow.</summary>
    Retention,

    /// <summary>The buyer deleted the account on the marketplace.</summary>
    AccountDeleted,

    /// <summary>Somebody asked for it here.</summary>
    Request,
}

internal sealed class ErasureRecordConfiguration : IEntityTypeConfiguration<ErasureRecord>
{
    public void Configure(EntityTypeBuilder<ErasureRecord> builder)
    {
        builder.Property(r => r.Reason).HasConversion<string>().HasMaxLength(16);
        builder.Property(r => r.Actor).HasMaxLength(254);
        builder.HasIndex(r => new { r.SellerId, r.At });
    }
}

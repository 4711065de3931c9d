using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>An order that could not be imported and was set aside, so that the others could go on.</summary>
public sealed class OrderDefect : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>The marketplace's order id.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>Why, in plain words; no personal data.</summary>
    public string Reason { get; set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When a later import succeeded, UTC; null while it is still set aside.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }
}

internal sealed class OrderDefectConfiguration : IEntityTypeConfiguration<OrderDefect>
{
    public void Configure(EntityTypeBuilder<OrderDefect> builder)
    {
        builder.Property(d => d.ExternalId).HasMaxLength(200);
        builder.HasIndex(d => new { d.ConnectionId, d.ExternalId }).IsUnique();
    }
}

using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>An entry of an order's timeline.</summary>
public sealed class OrderEvent : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What happened, in a sentence for the seller; no personal data.</summary>
    public string Text { get; set; } = "";

    /// <summary>Person, job or marketplace behind it.</summary>
    public string Actor { get; set; } = "";

    /// <summary>Something went wrong.</summary>
    public bool IsProblem { get; set; }
}

internal sealed class OrderEventConfiguration : IEntityTypeConfiguration<OrderEvent>
{
    public void Configure(EntityTypeBuilder<OrderEvent> builder) => builder.HasIndex(e => new { e.OrderId, e.At });
}

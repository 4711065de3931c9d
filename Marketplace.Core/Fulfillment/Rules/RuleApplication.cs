using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>That an order got a rule, and what came of it. An order gets each revision of a rule once.</summary>
public sealed class RuleApplication : ISellerOwned
{
    /// <summary>Our id; grows with time.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>The rule; it may be gone.</summary>
    public Guid RuleId { get; set; }

    /// <summary>Its revision.</summary>
    public int Revision { get; set; }

    /// <summary>The run that applied it last.</summary>
    public Guid RunId { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>A step was refused; the seller must act.</summary>
    public bool IsRefused { get; set; }

    /// <summary>What was done, or why it was refused; plain words.</summary>
    public string Message { get; set; } = "";
}

internal sealed class RuleApplicationConfiguration : IEntityTypeConfiguration<RuleApplication>
{
    public void Configure(EntityTypeBuilder<RuleApplication> builder)
    {
        builder.HasOne<Orders.Order>().WithMany().HasForeignKey(a => a.OrderId);
        builder.HasIndex(a => new { a.OrderId, a.RuleId, a.Revision }).IsUnique();
        builder.HasIndex(a => new { a.SellerId, a.At });
        builder.HasIndex(a => a.RunId);
    }
}

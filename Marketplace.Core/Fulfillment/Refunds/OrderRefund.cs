using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Refunds;

/// <summary>Money that the seller gives back. Amounts are minor units of <see cref="Currency"/>.</summary>
public sealed class OrderRefund : OrderAction
{
    /// <summary>How much, above 0.</summary>
    public long AmountMinor { get; set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Why.</summary>
    public RefundReason Reason { get; set; }

    /// <summary>A word to the buyer; at most <see cref="RefundRules.MaxComment"/> characters.</summary>
    public string? Comment { get; set; }

    /// <summary>Amounts per line; empty where the order as a whole is refunded.</summary>
    public List<RefundedLine> Lines { get; } = [];

    /// <summary>
    /// Ids of the refunds that the marketplace showed before this one was asked for, separated by blanks; null before that was
    /// looked up. One more than these is this refund, which is how a lost answer never pays twice.
    /// </summary>
    public string? KnownBefore { get; set; }

    /// <summary>The marketplace's id.</summary>
    public string? ExternalId { get; set; }

    /// <summary>How much.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>Whether it counts against what was paid.</summary>
    public bool Counts => State != ActionState.Failed;

    /// <summary>The ids of <see cref="KnownBefore"/>.</summary>
    public IReadOnlyList<string> KnownIds => KnownBefore?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <inheritdoc />
    public override string Title => $"The refund of {Amount}";
}

/// <summary>An amount on one line.</summary>
public sealed class RefundedLine : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The refund.</summary>
    public Guid RefundId { get; set; }

    /// <summary>The order line.</summary>
    public Guid OrderLineId { get; set; }

    /// <summary>Above 0, minor units.</summary>
    public long AmountMinor { get; set; }
}

internal sealed class OrderRefundConfiguration : IEntityTypeConfiguration<OrderRefund>
{
    public void Configure(EntityTypeBuilder<OrderRefund> builder)
    {
        builder.ConfigureAction();
        builder.Ignore(r => r.Amount).Ignore(r => r.Counts).Ignore(r => r.KnownIds);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.Comment).HasMaxLength(RefundRules.MaxComment);
        builder.Property(r => r.Reason).HasConversion<string>().HasMaxLength(30);
        builder.HasMany(r => r.Lines).WithOne().HasForeignKey(l => l.RefundId);
        builder.Navigation(r => r.Lines).AutoInclude();
    }
}

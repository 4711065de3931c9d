using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Cancelling;

/// <summary>A cancellation by the seller, or the seller's answer to a buyer who asks for one.</summary>
public sealed class OrderCancellation : OrderAction
{
    /// <summary>Who cancels, or what the answer is.</summary>
    public CancellationKind Kind { get; set; }

    /// <summary>Why the seller cancels; null for an answer to the buyer.</summary>
    public CancelReason? Reason { get; set; }

    /// <summary>The items may be sold again; otherwise they are taken out of stock, because they are not there or not fit for sale.</summary>
    public bool BackOnSale { get; set; }

    /// <summary>What is cancelled; empty for the whole order.</summary>
    public List<CancelledLine> Lines { get; } = [];

    /// <summary>Whether the order, or a part of it, is on its way to being cancelled; nothing of that may be shipped.</summary>
    public bool IsUnderWay => State is ActionState.Queued or ActionState.Sent && Kind != CancellationKind.Decline;

    /// <inheritdoc />
    public override string Title => Kind switch
    {
        CancellationKind.Approve => "The yes to the buyer's request",
        CancellationKind.Decline => "The no to the buyer's request",
        _ => "The cancellation",
    };
}

/// <summary>Kinds of <see cref="OrderCancellation"/>.</summary>
public enum CancellationKind
{
    /// <summary>The seller cancels.</summary>
    BySeller,

    /// <summary>The seller agrees to the buyer's request.</summary>
    Approve,

    /// <summary>The seller refuses the buyer's request and ships.</summary>
    Decline,
}

/// <summary>Items of one order line that are cancelled.</summary>
public sealed class CancelledLine : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The cancellation.</summary>
    public Guid CancellationId { get; set; }

    /// <summary>The order line.</summary>
    public Guid OrderLineId { get; set; }

    /// <summary>Items, at least 1.</summary>
    public int Quantity { get; set; }

    /// <summary>Items that the line has afterwards; the marketplace shows no more once it has cancelled.</summary>
    public int QuantityAfter { get; set; }
}

internal sealed class OrderCancellationConfiguration : IEntityTypeConfiguration<OrderCancellation>
{
    public void Configure(EntityTypeBuilder<OrderCancellation> builder)
    {
        builder.ConfigureAction();
        builder.Ignore(c => c.IsUnderWay);
        builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.Reason).HasConversion<string>().HasMaxLength(30);
        builder.HasMany(c => c.Lines).WithOne().HasForeignKey(l => l.CancellationId);
        builder.Navigation(c => c.Lines).AutoInclude();
    }
}

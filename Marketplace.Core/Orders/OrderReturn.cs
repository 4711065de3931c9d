using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>A return that a buyer has asked for on the marketplace, as it was last seen there. Times are UTC.</summary>
public sealed class OrderReturn : ISellerOwned, IVersioned
{
    /// <summary>Longest reason that is kept, characters.</summary>
    public const int MaxReason = 300;

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>The marketplace's id.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>What the buyer wants.</summary>
    public ReturnWish Wish { get; set; }

    /// <summary>Where it stands.</summary>
    public ReturnStatus Status { get; set; }

    /// <summary>What the seller is asked; null where nothing is.</summary>
    public ReturnQuestion? Question { get; set; }

    /// <summary>Until when the answer is awaited.</summary>
    public DateTimeOffset? AnswerBy { get; set; }

    /// <summary>The buyer's reason; no personal data.</summary>
    public string? Reason { get; set; }

    /// <summary>What the buyer would get, minor units of <see cref="Currency"/>; null where it is not known.</summary>
    public long? AmountMinor { get; set; }

    /// <summary>ISO 4217 code of the amount.</summary>
    public string? Currency { get; set; }

    /// <summary>Tracking number of the parcel on its way back.</summary>
    public string? TrackingNumber { get; set; }

    /// <summary>Its carrier.</summary>
    public string? CarrierName { get; set; }

    /// <summary>Items that it is about, over all lines.</summary>
    public int Items { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Last change on the marketplace; an older answer never overwrites a newer one.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>What the buyer would get; null where it is not known.</summary>
    public Money? Amount => AmountMinor is { } minor && Currency is { } currency ? new Money(minor, currency) : null;
}

internal sealed class OrderReturnConfiguration : IEntityTypeConfiguration<OrderReturn>
{
    public void Configure(EntityTypeBuilder<OrderReturn> builder)
    {
        builder.Ignore(r => r.Amount);
        builder.Property(r => r.ExternalId).HasMaxLength(100);
        builder.Property(r => r.Wish).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Question).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Reason).HasMaxLength(OrderReturn.MaxReason);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.TrackingNumber).HasMaxLength(100);
        builder.Property(r => r.CarrierName).HasMaxLength(100);
        builder.HasOne<Order>().WithMany().HasForeignKey(r => r.OrderId);
        builder.HasIndex(r => new { r.ConnectionId, r.ExternalId }).IsUnique();
        builder.HasIndex(r => new { r.SellerId, r.Question, r.AnswerBy });
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Labels;

/// <summary>A marketplace's shipping label: asked for, bought, stored, and perhaps given back. Times are UTC.</summary>
public sealed class ShippingLabel : OrderAction
{
    /// <summary>Which offer is bought.</summary>
    public OfferChoice Choice { get; set; }

    /// <summary>The offer that was chosen; null while it is left to <see cref="Choice"/>.</summary>
    public string? OfferId { get; set; }

    /// <summary>Carrier of which it is bought; null for any.</summary>
    public string? WantedCarrier { get; set; }

    /// <summary>Service of that carrier; null for any.</summary>
    public string? WantedService { get; set; }

    /// <summary>Weight in grams; null where the marketplace knows it.</summary>
    public int? WeightGrams { get; set; }

    /// <summary>Length in millimetres; null where the marketplace knows it.</summary>
    public int? LengthMillimetres { get; set; }

    /// <summary>Width in millimetres.</summary>
    public int? WidthMillimetres { get; set; }

    /// <summary>Height in millimetres.</summary>
    public int? HeightMillimetres { get; set; }

    /// <summary>Start of the chosen collection; null for dropping off.</summary>
    public DateTimeOffset? PickupStart { get; set; }

    /// <summary>End of the chosen collection.</summary>
    public DateTimeOffset? PickupEnd { get; set; }

    /// <summary>The marketplace's id of the parcel, once it is bought.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Number on the label; null while the marketplace has not told it.</summary>
    public string? TrackingNumber { get; set; }

    /// <summary>Carrier.</summary>
    public string? CarrierName { get; set; }

    /// <summary>What it cost, minor units of <see cref="PriceCurrency"/>; null where it is not told.</summary>
    public long? PriceMinor { get; set; }

    /// <summary>ISO 4217 code.</summary>
    public string? PriceCurrency { get; set; }

    /// <summary>The parcel that travels with it; null until the tracking number is known.</summary>
    public Guid? ShipmentId { get; set; }

    /// <summary>What the stored paper is; null while none is stored.</summary>
    public string? MediaType { get; set; }

    /// <summary>When it was last handed out for printing.</summary>
    public DateTimeOffset? PrintedAt { get; set; }

    /// <summary>What is in the parcel.</summary>
    public List<LabelledLine> Lines { get; } = [];

    /// <summary>What it cost; null where it is not told.</summary>
    public Money? Price => PriceMinor is { } minor && PriceCurrency is { } currency ? new Money(minor, currency) : null;

    /// <summary>Whether its items are spoken for although no parcel holds them yet.</summary>
    public bool HoldsItems => ShipmentId is null && State is not (ActionState.Failed or ActionState.Undone);

    /// <inheritdoc />
    public override string Title => TrackingNumber is null ? "The label" : $"The label {TrackingNumber}";
}

/// <summary>Which of several offers is bought.</summary>
public enum OfferChoice
{
    /// <summary>The one that is named, or else the marketplace's own choice.</summary>
    Named,

    /// <summary>The cheapest.</summary>
    Cheapest,

    /// <summary>The one that arrives first, and of those the cheapest.</summary>
    Fastest,
}

/// <summary>Items of one order line in a parcel with a label.</summary>
public sealed class LabelledLine : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The label.</summary>
    public Guid LabelId { get; set; }

    /// <summary>The order line.</summary>
    public Guid OrderLineId { get; set; }

    /// <summary>Items, at least 1.</summary>
    public int Quantity { get; set; }
}

/// <summary>The paper of a label, encrypted: it names the recipient.</summary>
public sealed class LabelPaper : ISellerOwned
{
    /// <summary>The label.</summary>
    public Guid LabelId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Encrypted bytes.</summary>
    public byte[] Content { get; set; } = [];
}

internal sealed class ShippingLabelConfiguration : IEntityTypeConfiguration<ShippingLabel>, IEntityTypeConfiguration<LabelPaper>
{
    public void Configure(EntityTypeBuilder<ShippingLabel> builder)
    {
        builder.ConfigureAction();
        builder.Ignore(l => l.Price).Ignore(l => l.HoldsItems);
        builder.Property(l => l.Choice).HasConversion<string>().HasMaxLength(20);
        builder.Property(l => l.WantedCarrier).HasMaxLength(100);
        builder.Property(l => l.WantedService).HasMaxLength(100);
        builder.Property(l => l.PriceCurrency).HasMaxLength(3);
        builder.Property(l => l.TrackingNumber).HasMaxLength(100);
        builder.HasMany(l => l.Lines).WithOne().HasForeignKey(l => l.LabelId);
        builder.Navigation(l => l.Lines).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<LabelPaper> builder)
    {
        builder.HasKey(p => p.LabelId);
        builder.HasOne<ShippingLabel>().WithOne().HasForeignKey<LabelPaper>(p => p.LabelId);
    }
}

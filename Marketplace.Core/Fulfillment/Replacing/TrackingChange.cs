using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Replacing;

/// <summary>Another tracking number for a parcel that the marketplace knows already; the parcel itself changes when the marketplace shows it.</summary>
public sealed class TrackingChange : OrderAction
{
    /// <summary>The parcel.</summary>
    public Guid ShipmentId { get; set; }

    /// <summary>The number that the marketplace was told.</summary>
    public string OldTrackingNumber { get; set; } = "";

    /// <summary>The number that takes its place, normalised.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>Carrier code of the marketplace; null when sent by name.</summary>
    public string? CarrierCode { get; set; }

    /// <summary>Carrier name.</summary>
    public string CarrierName { get; set; } = "";

    /// <summary>The seller makes the change on the marketplace's own pages; from here it is only looked for.</summary>
    public bool ByHand { get; set; }

    /// <inheritdoc />
    public override string Title => $"The new tracking number {TrackingNumber}";
}

internal sealed class TrackingChangeConfiguration : IEntityTypeConfiguration<TrackingChange>
{
    public void Configure(EntityTypeBuilder<TrackingChange> builder)
    {
        builder.ConfigureAction();
        builder.Property(c => c.OldTrackingNumber).HasMaxLength(100);
        builder.Property(c => c.TrackingNumber).HasMaxLength(100);
        builder.HasOne<Shipment>().WithMany().HasForeignKey(c => c.ShipmentId);
    }
}

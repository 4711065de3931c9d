using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment;

/// <summary>A parcel of one order: stored first, sent by durable work, confirmed only when the marketplace shows it. Times are UTC.</summary>
public sealed class Shipment : ISellerOwned, IVersioned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Number of the parcel within the order, from 1.</summary>
    public int PackageNumber { get; set; }

    /// <summary>Tracking number.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>Carrier code of the marketplace; null when sent by name.</summary>
    public string? CarrierCode { get; set; }

    /// <summary>Carrier name.</summary>
    public string CarrierName { get; set; } = "";

    /// <summary>When it was handed over.</summary>
    public DateTimeOffset ShippedAt { get; set; }

    /// <summary>Where the confirmation stands.</summary>
    public ShipmentState State { get; private set; }

    /// <summary>Hash of order, lines and tracking number; unique per order, so that the same parcel cannot be entered twice.</summary>
    public string IdempotencyKey { get; set; } = "";

    /// <summary>The marketplace's id.</summary>
    public string? ExternalId { get; set; }

    /// <summary>What the marketplace remarked, or why it refused; plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>Field that the marketplace blames, in its spelling; null where it named none.</summary>
    public string? ProblemField { get; set; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the marketplace took it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When it was read back.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>When a call that confirms it was begun whose outcome is not known yet; a later try reads the marketplace first.</summary>
    public DateTimeOffset? SendStartedAt { get; set; }

    /// <summary>Batch that has it out of the queue and owes its verdict; null when it goes by itself.</summary>
    public Guid? BatchId { get; set; }

    /// <summary>How often the marketplace was asked for it since it was last sent.</summary>
    public int Looks { get; set; }

    /// <summary>How often it was sent once more because the marketplace did not keep it.</summary>
    public int Resends { get; set; }

    /// <summary>The marketplace's label that it travels with; then the marketplace knows of it, and it is never confirmed by us.</summary>
    public Guid? LabelId { get; set; }

    /// <summary>File that it came with.</summary>
    public Guid? TrackingFileId { get; set; }

    /// <summary>The seller knows that the marketplace shows its items in another parcel, and wants it told all the same.</summary>
    public bool SendAnyway { get; set; }

    /// <summary>What is in it.</summary>
    public List<ShipmentLine> Lines { get; } = [];

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>
    /// Whether its items count as entered. Those of a parcel that was refused or discarded, or of a label that was given back, are
    /// free again; a parcel with a label that is paid for is not, whatever the marketplace shows.
    /// </summary>
    public bool HoldsItems =>
        State is not (ShipmentState.Failed or ShipmentState.Voided or ShipmentState.Discarded) || (State == ShipmentState.Failed && LabelId is not null);

    /// <summary>Moves on; what was wrong before does not hold any more.</summary>
    /// <exception cref="InvalidOperationException">The table of moves has no such move.</exception>
    public void Move(ShipmentState to)
    {
        State = ShipmentMoves.May(State, to) ? to : throw new InvalidOperationException($"Parcel {Id} cannot go from {State} to {to}.");
        (Problem, ProblemField) = (null, null);
    }

    /// <summary>The marketplace shows it under another number; one whose label was given back has left after all.</summary>
    public void Retrack(string trackingNumber, string? carrierCode, string carrierName, DateTimeOffset seenAt)
    {
        if (State == ShipmentState.Voided)
        {
            Move(ShipmentState.Confirmed);
        }

        (TrackingNumber, CarrierCode, CarrierName, ConfirmedAt) = (trackingNumber, carrierCode, carrierName, seenAt);
        IdempotencyKey = ShipmentRules.IdempotencyKey(OrderId, Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)), trackingNumber);
    }

    /// <summary>Waits to be sent, as if for the first time; a call whose outcome is unknown stays noted.</summary>
    public void Requeue()
    {
        Move(ShipmentState.Queued);
        BatchId = null;
        Looks = 0;
        Resends = 0;
    }
}

/// <summary>Items of one order line in a parcel.</summary>
public sealed class ShipmentLine : ISellerOwned
{
    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The parcel.</summary>
    public Guid ShipmentId { get; set; }

    /// <summary>The order line.</summary>
    public Guid OrderLineId { get; set; }

    /// <summary>Items, at least 1.</summary>
    public int Quantity { get; set; }
}

/// <summary>Where a confirmation stands.</summary>
public enum ShipmentState
{
    /// <summary>Stored, waiting to be sent.</summary>
    Queued,

    /// <summary>The marketplace took it; not read back yet.</summary>
    Sent,

    /// <summary>Seen on the marketplace.</summary>
    Confirmed,

    /// <summary>Refused for good; the seller must act.</summary>
    Failed,

    /// <summary>Its label was given back; it never left.</summary>
    Voided,

    /// <summary>Not sent, because the marketplace shows its items in a parcel that was entered elsewhere; the seller decides.</summary>
    Stopped,

    /// <summary>The seller let it go; it is told to nobody.</summary>
    Discarded,
}

internal sealed class ShipmentConfiguration : IEntityTypeConfiguration<Shipment>
{
    public void Configure(EntityTypeBuilder<Shipment> builder)
    {
        builder.Ignore(s => s.HoldsItems);
        builder.Property(s => s.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.TrackingNumber).HasMaxLength(100);
        builder.Property(s => s.ProblemField).HasMaxLength(200);
        builder.Property(s => s.IdempotencyKey).HasMaxLength(64);
        builder.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.ShipmentId);
        builder.HasOne<Orders.Order>().WithMany().HasForeignKey(s => s.OrderId);
        builder.HasIndex(s => new { s.OrderId, s.IdempotencyKey }).IsUnique();
        builder.HasIndex(s => new { s.OrderId, s.PackageNumber }).IsUnique();
        builder.HasIndex(s => new { s.SellerId, s.State });
        builder.HasIndex(s => s.TrackingFileId);
        builder.HasIndex(s => s.BatchId);
    }
}

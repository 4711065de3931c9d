using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment;

/// <summary>
/// Parcels of one store that are told to the marketplace in one go. Who is in it never changes; which of them still wait for
/// their verdict is on the parcels themselves. Times are UTC.
/// </summary>
public sealed class ShipmentBatch : ISellerOwned
{
    private const int IdBytes = 16;

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Where it stands.</summary>
    public ShipmentBatchState State { get; set; }

    /// <summary>Ids of its parcels, sixteen bytes each.</summary>
    public byte[] Members { get; set; } = [];

    /// <summary>What the marketplace is asked for verdicts with; null until it was handed over.</summary>
    public string? Ticket { get; set; }

    /// <summary>When its parcels were taken out of the queue.</summary>
    public DateTimeOffset TakenAt { get; set; }

    /// <summary>When the marketplace took it.</summary>
    public DateTimeOffset? HandedOverAt { get; set; }

    /// <summary>When all its parcels had their verdict.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How often the marketplace was asked for verdicts in vain.</summary>
    public int Looks { get; set; }

    /// <summary>Its parcels' ids, in their order.</summary>
    public IReadOnlyList<Guid> MemberIds() => [.. Members.Chunk(IdBytes).Select(bytes => new Guid(bytes))];

    /// <summary>Sets its parcels.</summary>
    public void SetMembers(IEnumerable<Guid> ids) => Members = [.. ids.SelectMany(id => id.ToByteArray())];
}

/// <summary>Where a batch stands.</summary>
public enum ShipmentBatchState
{
    /// <summary>Its parcels are out of the queue; it may have been handed over, or not.</summary>
    Taken,

    /// <summary>The marketplace works on it.</summary>
    HandedOver,

    /// <summary>Every parcel has its verdict.</summary>
    Settled,

    /// <summary>The marketplace threw it away or never answered; its parcels went back into the queue.</summary>
    Dissolved,
}

internal sealed class ShipmentBatchConfiguration : IEntityTypeConfiguration<ShipmentBatch>
{
    public void Configure(EntityTypeBuilder<ShipmentBatch> builder)
    {
        builder.Property(b => b.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(b => new { b.SellerId, b.ConnectionId, b.State });
    }
}

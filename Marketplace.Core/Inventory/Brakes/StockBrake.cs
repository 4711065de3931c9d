using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Inventory.Brakes;

/// <summary>
/// A store's brake: stops quantities that somebody's edit, file or rule would set, when they are suspiciously many, and asks.
/// What buyers bought never trips it, and goes through while it is on. Times are UTC.
/// </summary>
public sealed class StockBrake : ISellerOwned, IVersioned
{
    /// <summary>The store; one brake each.</summary>
    public Guid ConnectionId { get; set; }

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Whether it is on.</summary>
    public BrakeState State { get; set; }

    /// <summary>When it came on.</summary>
    public DateTimeOffset? TrippedAt { get; set; }

    /// <summary>Listings that would have gone to zero when it came on.</summary>
    public int ToZero { get; set; }

    /// <summary>Listings that would have changed when it came on.</summary>
    public int ToChange { get; set; }

    /// <summary>Listings of the store at that time.</summary>
    public int Listings { get; set; }

    /// <summary>Quantities that were wanted up to here have been allowed by a person.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }

    /// <summary>Who answered last.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>Most listings that may go to zero at once; null takes the setting.</summary>
    public int? MaxToZero { get; set; }

    /// <summary>Most of the store's listings that may go to zero at once, percent; null takes the setting.</summary>
    public int? MaxToZeroPercent { get; set; }

    /// <summary>Most of the store's listings that may change at once, percent; null takes the setting.</summary>
    public int? MaxChangePercent { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }
}

/// <summary>Where a brake stands.</summary>
public enum BrakeState
{
    /// <summary>Quantities go through.</summary>
    Off,

    /// <summary>Quantities are held back, and somebody must say what becomes of them.</summary>
    Asking,

    /// <summary>Somebody said that they are to be held back for now.</summary>
    Holding,
}

internal sealed class StockBrakeConfiguration : IEntityTypeConfiguration<StockBrake>
{
    public void Configure(EntityTypeBuilder<StockBrake> builder)
    {
        builder.HasKey(b => b.ConnectionId);
        builder.Property(b => b.State).HasConversion<string>().HasMaxLength(10);
        builder.HasIndex(b => new { b.SellerId, b.State });
    }
}

using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>An order of a marketplace. Amounts are minor units of <see cref="Currency"/>; times are UTC.</summary>
public sealed class Order : ISellerOwned, IVersioned
{
    /// <summary>Stands for "the marketplace names no time to hand the parcel over".</summary>
    public static readonly DateTimeOffset NoShipBy = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Stands for "held until somebody releases it".</summary>
    public static readonly DateTimeOffset UntilReleased = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Our id.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>The store.</summary>
    public Guid ConnectionId { get; set; }

    /// <summary>Marketplace key, kept here for grids.</summary>
    public string Marketplace { get; set; } = "";

    /// <summary>The marketplace's order id.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public OrderState State { get; set; }

    /// <summary>Marketplace ships it itself.</summary>
    public bool FulfilledByMarketplace { get; set; }

    /// <summary>The buyer has asked to cancel.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>When the buyer ordered.</summary>
    public DateTimeOffset PlacedAt { get; set; }

    /// <summary>Last change on the marketplace; an older answer never overwrites a newer one.</summary>
    public DateTimeOffset RemoteUpdatedAt { get; set; }

    /// <summary>When it was first imported.</summary>
    public DateTimeOffset ImportedAt { get; set; }

    /// <summary>When it was last asked after by itself, apart from the lists of changes; the beginning of time before the first.</summary>
    public DateTimeOffset LookedAt { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Latest time to hand the parcel over; <see cref="NoShipBy"/> where the marketplace names none, so that it sorts last.</summary>
    public DateTimeOffset ShipBy { get; set; } = NoShipBy;

    /// <summary>Latest promised delivery.</summary>
    public DateTimeOffset? DeliverBy { get; set; }

    /// <summary>When the marketplace said that all is shipped.</summary>
    public DateTimeOffset? ShippedAt { get; set; }

    /// <summary>Shipping service that the buyer chose.</summary>
    public string? ShippingService { get; set; }

    /// <summary>ISO 4217 code of all amounts.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Lines before shipping and tax.</summary>
    public long SubtotalMinor { get; set; }

    /// <summary>Shipping charged to the buyer.</summary>
    public long ShippingMinor { get; set; }

    /// <summary>Tax.</summary>
    public long TaxMinor { get; set; }

    /// <summary>What the buyer pays.</summary>
    public long TotalMinor { get; set; }

    /// <summary>Items over all lines.</summary>
    public int ItemCount { get; set; }

    /// <summary>First line's title and how many more there are, as grids show it.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Upper-cased order id, SKUs, titles and tracking numbers. No personal data.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>Encrypted JSON of the buyer (<see cref="Platforms.RemoteBuyer"/>); null where it was withheld or erased.</summary>
    public string? ProtectedBuyer { get; set; }

    /// <summary>Equal for orders to the same recipient (see <see cref="RecipientKeys"/>); null where the address is not known, or erased.</summary>
    public string? RecipientKey { get; set; }

    /// <summary>Equal for orders of the same user of the marketplace, so that those of one who deletes the account are found; null where the user is not known, or erased.</summary>
    public string? BuyerKey { get; set; }

    /// <summary>Equal for orders with the same e-mail address of the buyer; null where it is not known, or erased.</summary>
    public string? EmailKey { get; set; }

    /// <summary>Orders of one customer, over all channels, share it (see <see cref="Customers.CustomerMatcher"/>); null where nothing is known of the buyer.</summary>
    public Guid? CustomerId { get; set; }

    /// <summary>When the buyer's data was erased for good; nothing that comes later brings it back.</summary>
    public DateTimeOffset? BuyerErasedAt { get; set; }

    /// <summary>Opaque JSON of the vendor folder.</summary>
    public string? PlatformData { get; set; }

    /// <summary>Until when it must not be shipped without asking, UTC; <see cref="UntilReleased"/> until somebody says so, null where it is not held.</summary>
    public DateTimeOffset? HoldUntil { get; set; }

    /// <summary>Why it is held; no personal data.</summary>
    public string? HoldReason { get; set; }

    /// <summary>Location that its items are taken from first; null leaves it to the default one.</summary>
    public Guid? LocationId { get; set; }

    /// <summary>Carrier that it shall travel with, as a rule or the seller has chosen; null while none is chosen.</summary>
    public string? PlannedCarrier { get; set; }

    /// <summary>Service of that carrier.</summary>
    public string? PlannedService { get; set; }

    /// <summary>The lines.</summary>
    public List<OrderLine> Lines { get; } = [];

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>What the buyer pays.</summary>
    public Money Total => new(TotalMinor, Currency);

    /// <summary>Whether it must not be shipped now without asking.</summary>
    public bool IsHeld(DateTimeOffset now) => HoldUntil > now;
}

/// <summary>Where an order stands.</summary>
public enum OrderState
{
    /// <summary>Not payable or shippable yet; its stock is held.</summary>
    Pending,

    /// <summary>Waiting for the seller.</summary>
    ToShip,

    /// <summary>Some items are shipped.</summary>
    PartiallyShipped,

    /// <summary>The marketplace says that all is shipped.</summary>
    Shipped,

    /// <summary>Arrived.</summary>
    Delivered,

    /// <summary>Cancelled as a whole.</summary>
    Cancelled,
}

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.Ignore(o => o.Total);
        builder.Property(o => o.Marketplace).HasMaxLength(40);
        builder.Property(o => o.ExternalId).HasMaxLength(100);
        builder.Property(o => o.BuyerKey).HasMaxLength(64);
        builder.Property(o => o.EmailKey).HasMaxLength(64);
        builder.Property(o => o.Currency).HasMaxLength(3);
        builder.Property(o => o.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(o => o.RecipientKey).HasMaxLength(64);
        builder.Property(o => o.HoldReason).HasMaxLength(OrderHolds.MaxReason);
        builder.Property(o => o.PlannedCarrier).HasMaxLength(100);
        builder.Property(o => o.PlannedService).HasMaxLength(100);
        builder.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId);
        builder.HasIndex(o => new { o.ConnectionId, o.ExternalId }).IsUnique();
        builder.HasIndex(o => new { o.SellerId, o.ExternalId });

        // The last column is there for the counts of the tabs, which then read the index alone.
        builder.HasIndex(o => new { o.SellerId, o.State, o.FulfilledByMarketplace, o.ShipBy, o.CancelRequested });
        builder.HasIndex(o => new { o.SellerId, o.Marketplace, o.State, o.FulfilledByMarketplace, o.ShipBy, o.CancelRequested });
        builder.HasIndex(o => new { o.SellerId, o.PlacedAt });
        builder.HasIndex(o => new { o.SellerId, o.ShipBy });
        builder.HasIndex(o => new { o.SellerId, o.TotalMinor });
        builder.HasIndex(o => new { o.SellerId, o.ItemCount });
        builder.HasIndex(o => new { o.SellerId, o.RecipientKey });
        builder.HasIndex(o => new { o.SellerId, o.ShippedAt });
        builder.HasIndex(o => new { o.SellerId, o.BuyerKey });
        builder.HasIndex(o => new { o.SellerId, o.EmailKey });

        // The last column is there for the list of customers, which then finds the latest by the index alone.
        builder.HasIndex(o => new { o.SellerId, o.CustomerId, o.PlacedAt });
        builder.HasIndex(o => new { o.SellerId, o.HoldUntil });
    }
}

using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Where an order stands, in the words of the Orders API 2026-01-01.</summary>
internal static class AmazonOrderStatus
{
    public const string Pending = "PENDING";
    public const string Unshipped = "UNSHIPPED";
    public const string PartiallyShipped = "PARTIALLY_SHIPPED";
    public const string Shipped = "SHIPPED";
    public const string Cancelled = "CANCELLED";

    /// <summary>All statuses of the contract.</summary>
    public static IReadOnlySet<string> All { get; } =
        new HashSet<string> { "PENDING_AVAILABILITY", Pending, Unshipped, PartiallyShipped, Shipped, Cancelled, "UNFULFILLABLE" };

    /// <summary>The same status in the words of Orders v0.</summary>
    public static string Old(string status) => status switch
    {
        Pending => "Pending",
        Unshipped => "Unshipped",
        PartiallyShipped => "PartiallyShipped",
        Shipped => "Shipped",
        _ => "Canceled",
    };
}

/// <summary>An order as Amazon holds it. Guarded by its store's lock; changed through the store alone.</summary>
internal sealed class AmazonOrder
{
    /// <summary>3-7-7 digits.</summary>
    public required string Id { get; init; }

    /// <summary>When it was placed, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last change, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Where it stands.</summary>
    public required string Status { get; set; }

    /// <summary>Who bought.</summary>
    public required SampleBuyer Buyer { get; init; }

    /// <summary>What was bought.</summary>
    public required IReadOnlyList<AmazonOrderItem> Items { get; init; }

    /// <summary>Amazon ships it.</summary>
    public bool ShippedByAmazon { get; init; }

    /// <summary>Prime order.</summary>
    public bool Prime { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public string? CancelReason { get; set; }

    /// <summary>Why the buyer asked for its cancellation; null when none was asked for.</summary>
    public string? BuyersCancelReason { get; set; }

    /// <summary>Shipping charged, in cents.</summary>
    public int ShippingMinor { get; init; }

    /// <summary>Parcels that were confirmed.</summary>
    public List<AmazonParcel> Parcels { get; } = new(1);

    /// <summary>Latest time to hand it over.</summary>
    public DateTimeOffset ShipBy => CreatedAt.AddDays(Prime ? 1 : 2);

    /// <summary>Latest promised delivery.</summary>
    public DateTimeOffset DeliverBy => CreatedAt.AddDays(Prime ? 3 : 7);

    /// <summary>Sum of the items in cents.</summary>
    public int ItemsMinor => Items.Sum(i => i.Quantity * i.UnitMinor);

    /// <summary>Tax in cents.</summary>
    public int TaxMinor => Items.Sum(i => i.TaxMinor);

    /// <summary>What the buyer pays, in cents.</summary>
    public int TotalMinor => ItemsMinor + ShippingMinor + TaxMinor;

    /// <summary>Before payment Amazon tells neither prices nor addresses.</summary>
    public bool IsPending => Status == AmazonOrderStatus.Pending;
}

/// <summary>A line of an order.</summary>
/// <param name="Id">Order item id.</param>
/// <param name="Listing">What was bought.</param>
/// <param name="Quantity">Items.</param>
/// <param name="UnitMinor">Price of one, in cents.</param>
internal sealed record AmazonOrderItem(string Id, AmazonListing Listing, int Quantity, int UnitMinor)
{
    /// <summary>Items confirmed as shipped.</summary>
    public int Shipped { get; set; }

    /// <summary>Why it was cancelled; null while it was not.</summary>
    public string? CancelReason { get; set; }

    /// <summary>Tax on the line in cents.</summary>
    public int TaxMinor => (int)Math.Round(Quantity * UnitMinor * 0.08m, MidpointRounding.AwayFromZero);
}

/// <summary>A parcel that was confirmed.</summary>
/// <param name="Reference">The seller's number of it within the order.</param>
/// <param name="CarrierCode">Carrier code.</param>
/// <param name="CarrierName">Carrier in words.</param>
/// <param name="Method">Shipping method.</param>
/// <param name="TrackingNumber">Tracking number.</param>
/// <param name="ShippedAt">When it was handed over, UTC.</param>
/// <param name="CreatedAt">When Amazon was told, UTC.</param>
/// <param name="Items">Order item id to items.</param>
internal sealed record AmazonParcel(
    string Reference, string CarrierCode, string? CarrierName, string? Method, string TrackingNumber,
    DateTimeOffset ShippedAt, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, int> Items)
{
    /// <summary>Carrier as buyers see it.</summary>
    public string Carrier => CarrierCode == "Other" && CarrierName is { Length: > 0 } name ? name : CarrierCode;
}

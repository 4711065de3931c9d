using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>An order as the sandbox keeps it. Guarded by the store's lock; changed through the store, which keeps its place in time.</summary>
internal sealed class EbayOrder
{
    /// <summary>Counts up; breaks ties of time.</summary>
    public required int Number { get; init; }

    /// <summary>Order id in eBay's form.</summary>
    public required string Id { get; init; }

    /// <summary>UTC, milliseconds.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>UTC, milliseconds.</summary>
    public required DateTimeOffset Modified { get; set; }

    /// <summary>Who bought.</summary>
    public required SampleBuyer Buyer { get; init; }

    /// <summary>What was bought.</summary>
    public required IReadOnlyList<EbayOrderLine> Lines { get; init; }

    /// <summary>The parcel goes to eBay's hub for buyers abroad.</summary>
    public bool ThroughHub { get; init; }

    /// <summary>PENDING, PAID, FAILED, PARTIALLY_REFUNDED or FULLY_REFUNDED.</summary>
    public string PaymentStatus { get; set; } = "PAID";

    /// <summary>NONE_REQUESTED, IN_PROGRESS or CANCELED.</summary>
    public string CancelState { get; set; } = "NONE_REQUESTED";

    /// <summary>Parcels, oldest first.</summary>
    public List<EbayShipment> Shipments { get; } = [];

    /// <summary>NOT_STARTED, IN_PROGRESS or FULFILLED, over the lines.</summary>
    public string FulfillmentStatus => Lines.All(IsFulfilled) ? "FULFILLED" : Lines.Any(IsFulfilled) ? "IN_PROGRESS" : "NOT_STARTED";

    /// <summary>eBay counts a line as fulfilled as soon as one of its items is in a parcel.</summary>
    public bool IsFulfilled(EbayOrderLine line) => Shipments.Exists(shipment => shipment.Lines.ContainsKey(line.Id));
}

/// <summary>A line of an order.</summary>
/// <param name="Id">Line item id, digits.</param>
/// <param name="Listing">What was bought.</param>
/// <param name="Quantity">Items.</param>
/// <param name="PriceCents">Price of one item at the time of sale.</param>
internal sealed record EbayOrderLine(string Id, EbayListing Listing, int Quantity, long PriceCents);

/// <summary>A parcel as stored.</summary>
/// <param name="Id">Fulfillment id: the tracking number, or a number without one.</param>
/// <param name="Tracking">Tracking number.</param>
/// <param name="Carrier">Carrier code.</param>
/// <param name="ShippedAt">UTC.</param>
/// <param name="StoredAt">UTC; a reading lags behind it.</param>
/// <param name="Lines">Line item id to items.</param>
internal sealed record EbayShipment(
    string Id, string? Tracking, string? Carrier, DateTimeOffset ShippedAt, DateTimeOffset StoredAt, IReadOnlyDictionary<string, int> Lines);

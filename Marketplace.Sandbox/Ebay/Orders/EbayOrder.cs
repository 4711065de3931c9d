using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>An order as the sandbox keeps it. Guarded by the store's lock; changed through the store, which keeps its place in time.</summary>
internal sealed class EbayOrder
{
    private const int FreeShippingFromCents = 35_00;
    private const int UsualShippingCents = 4_95;

    /// <summary>Counts up; breaks ties of time.</summary>
    public required int Number { get; init; }

    /// <summary>Order id in eBay's form.</summary>
    public required string Id { get; init; }

    /// <summary>UTC, milliseconds.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>UTC, milliseconds.</summary>
    public required DateTimeOffset Modified { get; set; }

    /// <summary>The site that it was bought on.</summary>
    public required EbaySite Site { get; init; }

    /// <summary>Who bought.</summary>
    public required SampleBuyer Buyer { get; init; }

    /// <summary>What was bought.</summary>
    public required IReadOnlyList<EbayOrderLine> Lines { get; init; }

    /// <summary>The parcel goes to eBay's hub for buyers abroad.</summary>
    public bool ThroughHub { get; init; }

    /// <summary>PENDING, PAID, FAILED, PARTIALLY_REFUNDED or FULLY_REFUNDED.</summary>
    public string PaymentStatus { get; set; } = "PAID";

    /// <summary>The wish to cancel it; null when there is none.</summary>
    public EbayCancellation? Cancellation { get; set; }

    /// <summary>NONE_REQUESTED, IN_PROGRESS or CANCELED.</summary>
    public string CancelState => Cancellation is null or { IsRejected: true } ? "NONE_REQUESTED" : Cancellation.IsClosed ? "CANCELED" : "IN_PROGRESS";

    /// <summary>Money that went back, oldest first.</summary>
    public List<EbayRefund> Refunds { get; } = [];

    /// <summary>Price of the goods, in cents.</summary>
    public long GoodsCents => Lines.Sum(line => line.CostCents);

    /// <summary>Shipping that the buyer paid, in cents.</summary>
    public long ShippingCents => GoodsCents >= FreeShippingFromCents ? 0 : UsualShippingCents;

    /// <summary>What the buyer paid the seller, in cents.</summary>
    public long TotalCents => GoodsCents + ShippingCents;

    /// <summary>Cents given back or about to be.</summary>
    public long RefundedCents => Refunds.Sum(refund => refund.Cents);

    /// <summary>Parcels, oldest first.</summary>
    public List<EbayShipment> Shipments { get; } = [];

    /// <summary>NOT_STARTED, IN_PROGRESS or FULFILLED, over the lines.</summary>
    public string FulfillmentStatus => Lines.All(IsFulfilled) ? "FULFILLED" : Lines.Any(IsFulfilled) ? "IN_PROGRESS" : "NOT_STARTED";

    /// <summary>eBay counts a line as fulfilled as soon as one of its items is in a parcel.</summary>
    public bool IsFulfilled(EbayOrderLine line) => Shipments.Exists(shipment => shipment.Lines.ContainsKey(line.Id));

    /// <summary>What the buyer paid for a line, in cents; shipping counts to the first one.</summary>
    public long PaidCents(EbayOrderLine line) => line.CostCents + (ReferenceEquals(Lines[0], line) ? ShippingCents : 0);
}

/// <summary>A line of an order.</summary>
/// <param name="Id">Line item id, digits.</param>
/// <param name="Listing">What was bought.</param>
/// <param name="Quantity">Items.</param>
/// <param name="PriceCents">Price of one item at the time of sale.</param>
internal sealed record EbayOrderLine(string Id, EbayListing Listing, int Quantity, long PriceCents)
{
    /// <summary>Price of all its items, in cents.</summary>
    public long CostCents => PriceCents * Quantity;
}

/// <summary>A parcel as stored.</summary>
/// <param name="Id">Fulfillment id: the tracking number, or a number without one.</param>
/// <param name="Tracking">Tracking number.</param>
/// <param name="Carrier">Carrier code.</param>
/// <param name="ShippedAt">UTC.</param>
/// <param name="StoredAt">UTC; a reading lags behind it.</param>
/// <param name="Lines">Line item id to items.</param>
internal sealed record EbayShipment(
    string Id, string? Tracking, string? Carrier, DateTimeOffset ShippedAt, DateTimeOffset StoredAt, IReadOnlyDictionary<string, int> Lines);

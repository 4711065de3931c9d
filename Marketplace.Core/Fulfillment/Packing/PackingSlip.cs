using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>What a packing slip says of an order. Prices are left out: a parcel may be a gift. Times are UTC.</summary>
internal sealed record PackingSlip
{
    /// <summary>Our id of the order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The marketplace's order id; also the payload of the slip's barcode.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Name of the store that sold it.</summary>
    public required string StoreName { get; init; }

    /// <summary>Name of the marketplace.</summary>
    public required string MarketplaceName { get; init; }

    /// <summary>When the buyer ordered.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Latest time to hand the parcel over; null where there is none.</summary>
    public required DateTimeOffset? ShipBy { get; init; }

    /// <summary>Shipping service that the buyer chose.</summary>
    public required string? ShippingService { get; init; }

    /// <summary>The recipient; null where the marketplace withholds it or it was erased.</summary>
    public required RemoteBuyer? Buyer { get; init; }

    /// <summary>What is in the parcel.</summary>
    public required IReadOnlyList<PackingSlipLine> Lines { get; init; }
}

/// <summary>A line of a packing slip.</summary>
/// <param name="Quantity">Items in the parcel.</param>
/// <param name="Ordered">Items of the line over all parcels.</param>
/// <param name="Title">Title with its variation.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Code">Payload of the barcode: the product code where there is one, else the SKU; null where neither can be written as one.</param>
internal sealed record PackingSlipLine(int Quantity, int Ordered, string Title, string? Sku, string? Code);

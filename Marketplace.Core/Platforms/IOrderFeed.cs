using Marketplace.Core.Common;

namespace Marketplace.Core.Platforms;

/// <summary>Reads a store's orders.</summary>
public interface IOrderFeed
{
    /// <summary>Orders changed since a time, as a stream of pages; the end of the window is fixed when the stream starts.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="changedSince">UTC; null asks for all open orders as far back as the marketplace shows them.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<RemotePage<RemoteOrder>> ListAsync(ConnectionContext connection, DateTimeOffset? changedSince, CancellationToken cancellationToken);

    /// <summary>One order as it is now; null where the marketplace does not know it.</summary>
    Task<RemoteOrder?> GetAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken);

    /// <summary>Some orders as they are now, in any order; those that the marketplace does not know are left out. One after the other where there is no call for many.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="externalOrderIds">Order ids, at most 50.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RejectedException">One of them cannot be read; ask for each by itself to know which.</exception>
    async Task<IReadOnlyList<RemoteOrder>> GetManyAsync(ConnectionContext connection, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken)
    {
        var orders = new List<RemoteOrder>(externalOrderIds.Count);
        foreach (var id in externalOrderIds)
        {
            if (await GetAsync(connection, id, cancellationToken) is { } order)
            {
                orders.Add(order);
            }
        }

        return orders;
    }
}

/// <summary>An order as a marketplace tells it, in neutral words.</summary>
public sealed record RemoteOrder
{
    /// <summary>The marketplace's order id; opaque text.</summary>
    public required string ExternalId { get; init; }

    /// <summary>State in neutral words.</summary>
    public required RemoteOrderStatus Status { get; init; }

    /// <summary>When the buyer ordered, UTC.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Last change on the marketplace, UTC; an older answer never overwrites a newer one.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When payment was made, UTC.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Latest time to hand the parcel over, UTC.</summary>
    public DateTimeOffset? ShipBy { get; init; }

    /// <summary>Latest promised delivery, UTC.</summary>
    public DateTimeOffset? DeliverBy { get; init; }

    /// <summary>Marketplace ships it itself (FBA, FBT).</summary>
    public bool FulfilledByMarketplace { get; init; }

    /// <summary>The buyer has asked to cancel.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Buyer and address; null where the marketplace withholds them.</summary>
    public RemoteBuyer? Buyer { get; init; }

    /// <summary>Shipping service that the buyer chose.</summary>
    public string? ShippingService { get; init; }

    /// <summary>Sum of the lines before shipping and tax.</summary>
    public required Money Subtotal { get; init; }

    /// <summary>Shipping charged to the buyer.</summary>
    public required Money Shipping { get; init; }

    /// <summary>Tax.</summary>
    public required Money Tax { get; init; }

    /// <summary>What the buyer pays.</summary>
    public required Money Total { get; init; }

    /// <summary>The lines; never empty.</summary>
    public required IReadOnlyList<RemoteOrderLine> Lines { get; init; }

    /// <summary>Opaque JSON that later shipping calls need (package ids, site ids).</summary>
    public string? PlatformData { get; init; }
}

/// <summary>Personal data of a buyer: stored encrypted, never logged.</summary>
public sealed record RemoteBuyer
{
    /// <summary>User name on the marketplace, as people see it.</summary>
    public string? UserName { get; init; }

    /// <summary>What names the buyer on the marketplace and nobody else there; null where it tells no such thing.</summary>
    public string? UserId { get; init; }

    /// <summary>Recipient.</summary>
    public string? Name { get; init; }

    /// <summary>Company of the recipient.</summary>
    public string? Company { get; init; }

    /// <summary>E-mail, usually a relay address.</summary>
    public string? Email { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Street lines, in order.</summary>
    public IReadOnlyList<string> AddressLines { get; init; } = [];

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>State or province.</summary>
    public string? State { get; init; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>ISO 3166 two-letter country code.</summary>
    public string? Country { get; init; }

    /// <summary>Reference that must be printed on the label (eBay's international hub).</summary>
    public string? ShipToReference { get; init; }

    /// <summary>A note from the buyer.</summary>
    public string? Note { get; init; }

    /// <inheritdoc />
    public override string ToString() => "RemoteBuyer(hidden)";
}

/// <summary>A line of an order.</summary>
public sealed record RemoteOrderLine
{
    /// <summary>Unique within the order.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Listing's <see cref="RemoteListing.ExternalId"/>, where the order names it.</summary>
    public string? ExternalListingId { get; init; }

    /// <summary>Seller's SKU; null where the listing has none.</summary>
    public string? Sku { get; init; }

    /// <summary>Title at the time of sale.</summary>
    public required string Title { get; init; }

    /// <summary>Variation in words.</summary>
    public string? VariationTitle { get; init; }

    /// <summary>Items ordered, less those cancelled; at least 0.</summary>
    public required int Quantity { get; init; }

    /// <summary>Items already shipped.</summary>
    public int QuantityShipped { get; init; }

    /// <summary>Price of one item.</summary>
    public required Money UnitPrice { get; init; }

    /// <summary>Image address.</summary>
    public Uri? Image { get; init; }

    /// <summary>Opaque JSON that later shipping calls need (ids of single units).</summary>
    public string? PlatformData { get; init; }
}

/// <summary>Where an order stands.</summary>
public enum RemoteOrderStatus
{
    /// <summary>Not paid yet, or still in the marketplace's cancellation window: count the stock, do not ship.</summary>
    Pending,

    /// <summary>Paid and waiting for the seller.</summary>
    ReadyToShip,

    /// <summary>Some items are shipped.</summary>
    PartiallyShipped,

    /// <summary>All items are shipped.</summary>
    Shipped,

    /// <summary>Arrived.</summary>
    Delivered,

    /// <summary>Cancelled as a whole.</summary>
    Cancelled,
}

namespace Marketplace.Sandbox.Amazon;

/// <summary>What the control API tells about a shop, past all of Amazon's rules.</summary>
internal static class AmazonDescriptions
{
    /// <summary>An order with its parcels as they are stored; null when it is unknown.</summary>
    public static object? Order(AmazonStore store, string orderId)
    {
        lock (store.Gate)
        {
            store.Settle();
            return store.Order(orderId) is not { } order
                ? null
                : new
                {
                    id = order.Id,
                    status = order.Status,
                    fulfilledByAmazon = order.ShippedByAmazon,
                    items = order.Items.Select(i => new { orderItemId = i.Id, sku = i.Listing.Sku, quantity = i.Quantity, shipped = i.Shipped }).ToArray(),
                    shipments = order.Parcels.Select(p => new
                    {
                        packageReferenceId = p.Reference,
                        trackingNumber = p.TrackingNumber,
                        carrierCode = p.CarrierCode,
                        carrierName = p.CarrierName,
                        shippedAt = p.ShippedAt,
                        items = p.Items,
                    }).ToArray(),
                };
        }
    }

    /// <summary>A listing with every quantity it showed; null when it is unknown.</summary>
    public static object? Listing(AmazonStore store, string sku)
    {
        lock (store.Gate)
        {
            store.Settle();
            return store.Listing(sku) is not { } listing
                ? null
                : new
                {
                    sku = listing.Sku,
                    asin = listing.Asin,
                    quantity = listing.Quantity,
                    fulfilledByAmazon = listing.HeldByAmazon,
                    leadTimeDays = listing.LeadTimeDays,
                    changes = listing.Changes.Select(c => new { time = c.Time, quantity = c.Quantity, cause = c.Cause }).ToArray(),
                };
        }
    }

    /// <summary>Counts of a shop, and the regions that are open.</summary>
    public static object State(AmazonStore store, IEnumerable<string> regions)
    {
        lock (store.Gate)
        {
            store.Settle();
            return new { sellerId = store.SellerId, listings = store.Shelf.Count, orders = store.OrderCount, regions = regions.Order().ToArray() };
        }
    }
}

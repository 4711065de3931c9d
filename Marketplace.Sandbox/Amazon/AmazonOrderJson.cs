using System.Globalization;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Writes orders as the Orders API 2026-01-01 does; each data set appears only when it is asked for.</summary>
internal static class AmazonOrderJson
{
    /// <summary>Data sets that may be asked for.</summary>
    public static IReadOnlySet<string> DataSets { get; } = new HashSet<string>
    {
        "BUYER", "RECIPIENT", "PROCEEDS", "EXPENSE", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES", "TAX", "PAYMENT", "FULFILLMENT_ORDERS",
    };

    /// <summary>An order.</summary>
    public static object Write(AmazonOrder order, AmazonRegion region, IReadOnlyList<string> included)
    {
        bool Asked(string set) => included.Contains(set);
        var known = !order.IsPending && order.Status != AmazonOrderStatus.Cancelled;
        return new
        {
            orderId = order.Id,
            createdTime = AmazonReplies.Time(order.CreatedAt),
            lastUpdatedTime = AmazonReplies.Time(order.UpdatedAt),
            programs = order.Prime ? new[] { "PRIME" } : null,
            salesChannel = new { channelName = "AMAZON", marketplaceId = region.MarketplaceId, marketplaceName = region.MarketplaceName },
            buyer = Asked("BUYER") && known ? new { buyerName = order.Buyer.Name, buyerEmail = order.ShippedByAmazon ? null : EmailOf(order, region) } : null,
            recipient = Asked("RECIPIENT") && known ? new { deliveryAddress = AddressOf(order, region) } : null,
            proceeds = Asked("PROCEEDS") && !order.IsPending ? new { grandTotal = Money(order.TotalMinor, region), breakdowns = Breakdowns(order.ItemsMinor, order.ShippingMinor, order.TaxMinor, region) } : null,
            fulfillment = Asked("FULFILLMENT") ? FulfillmentOf(order) : null,
            orderItems = order.Items.Select((item, index) => ItemOf(order, item, index == 0 ? order.ShippingMinor : 0, region, included)).ToArray(),
            packages = Asked("PACKAGES") && !order.ShippedByAmazon && order.Parcels.Count > 0 ? order.Parcels.Select(PackageOf).ToArray() : null,
        };
    }

    /// <summary>Anonymous address of a buyer.</summary>
    public static string EmailOf(AmazonOrder order, AmazonRegion region) =>
        $"{order.Buyer.UserName}{order.Id.Split('-')[1]}@marketplace.{region.MarketplaceName.ToLowerInvariant()}";

    /// <summary>Cents as a decimal string.</summary>
    public static string Decimal(int minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static object AddressOf(AmazonOrder order, AmazonRegion region) => new
    {
        name = order.Buyer.Name,
        addressLine1 = order.Buyer.Street,
        city = order.Buyer.City,
        stateOrRegion = order.Buyer.State,
        postalCode = order.Buyer.PostalCode,
        countryCode = region.Country,
        phone = order.ShippedByAmazon ? null : order.Buyer.Phone,
        addressType = "RESIDENTIAL",
    };

    private static object FulfillmentOf(AmazonOrder order) => new
    {
        fulfillmentStatus = order.Status,
        fulfilledBy = order.ShippedByAmazon ? "AMAZON" : "MERCHANT",
        fulfillmentServiceLevel = order.Prime ? "SECOND_DAY" : "STANDARD",
        shipByWindow = new { earliestDateTime = AmazonReplies.Time(order.CreatedAt), latestDateTime = AmazonReplies.Time(order.ShipBy) },
        deliverByWindow = order.IsPending ? null : new { earliestDateTime = AmazonReplies.Time(order.ShipBy), latestDateTime = AmazonReplies.Time(order.DeliverBy) },
    };

    private static object ItemOf(AmazonOrder order, AmazonOrderItem item, int shippingMinor, AmazonRegion region, IReadOnlyList<string> included)
    {
        var total = item.Quantity * item.UnitMinor;
        var cancelled = order.Status == AmazonOrderStatus.Cancelled || item.CancelReason is not null;
        return new
        {
            orderItemId = item.Id,
            quantityOrdered = item.Quantity,
            product = new
            {
                asin = item.Listing.Asin,
                title = item.Listing.Item.Title,
                sellerSku = item.Listing.Sku,
                condition = new { conditionType = "NEW", conditionSubtype = "NEW" },
                price = order.IsPending ? null : new { unitPrice = Money(item.UnitMinor, region) },
            },
            proceeds = included.Contains("PROCEEDS") && !order.IsPending
                ? new { proceedsTotal = Money(total + shippingMinor + item.TaxMinor, region), breakdowns = Breakdowns(total, shippingMinor, item.TaxMinor, region) }
                : null,
            cancellation = included.Contains("CANCELLATION") && (cancelled || order.BuyersCancelReason is not null)
                ? new
                {
                    cancellationRequest = order.BuyersCancelReason is { } wish ? new { requester = "BUYER", cancelReason = wish } : null,
                    cancellationExecution = cancelled ? new { cancelledBy = "MERCHANT", cancelReason = item.CancelReason ?? order.CancelReason } : null,
                }
                : null,
            fulfillment = included.Contains("FULFILLMENT") ? new { quantityFulfilled = item.Shipped, quantityUnfulfilled = cancelled ? 0 : item.Quantity - item.Shipped } : null,
        };
    }

    private static object PackageOf(AmazonParcel parcel) => new
    {
        packageReferenceId = parcel.Reference,
        createdTime = AmazonReplies.Time(parcel.CreatedAt),
        packageStatus = new { status = "SHIPPED" },
        carrier = parcel.Carrier,
        shipTime = AmazonReplies.Time(parcel.ShippedAt),
        shippingService = parcel.Method,
        trackingNumber = parcel.TrackingNumber,
        packageItems = parcel.Items.Select(i => new { orderItemId = i.Key, quantity = i.Value }).ToArray(),
    };

    private static object[] Breakdowns(int items, int shipping, int tax, AmazonRegion region) =>
    [
        .. new[] { (Type: "ITEM", Minor: items), (Type: "SHIPPING", Minor: shipping), (Type: "TAX", Minor: tax) }
            .Where(b => b.Minor != 0 || b.Type == "ITEM")
            .Select(b => (object)new { type = b.Type, subtotal = Money(b.Minor, region) }),
    ];

    private static object Money(int minor, AmazonRegion region) => new { amount = Decimal(minor), currencyCode = region.Currency };
}

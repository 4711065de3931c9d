namespace Marketplace.Sandbox.Amazon;

/// <summary>Writes orders as Orders v0 does: names begin with a capital, amounts are strings, and so are some truths.</summary>
internal static class AmazonOrderV0Json
{
    /// <summary>An order; names, streets and telephones only where restricted data may be seen.</summary>
    public static object Order(AmazonOrder order, AmazonRegion region, bool seesBuyers)
    {
        var known = !order.IsPending && order.Status != AmazonOrderStatus.Cancelled;
        return new
        {
            AmazonOrderId = order.Id,
            PurchaseDate = AmazonReplies.OldTime(order.CreatedAt),
            LastUpdateDate = AmazonReplies.OldTime(order.UpdatedAt),
            OrderStatus = AmazonOrderStatus.Old(order.Status),
            FulfillmentChannel = order.ShippedByAmazon ? "AFN" : "MFN",
            SalesChannel = region.MarketplaceName,
            ShipServiceLevel = order.Prime ? "Second US D2D Dom" : "Std US D2D Dom",
            OrderTotal = order.IsPending ? null : Money(order.TotalMinor, region),
            NumberOfItemsShipped = order.Items.Sum(i => i.Shipped),
            NumberOfItemsUnshipped = known ? order.Items.Sum(i => i.Quantity - i.Shipped) : 0,
            PaymentMethod = "Other",
            PaymentMethodDetails = new[] { "Standard" },
            MarketplaceId = region.MarketplaceId,
            ShipmentServiceLevelCategory = order.Prime ? "SecondDay" : "Standard",
            OrderType = "StandardOrder",
            EarliestShipDate = AmazonReplies.OldTime(order.CreatedAt),
            LatestShipDate = AmazonReplies.OldTime(order.ShipBy),
            EarliestDeliveryDate = known ? AmazonReplies.OldTime(order.ShipBy) : null,
            LatestDeliveryDate = known ? AmazonReplies.OldTime(order.DeliverBy) : null,
            IsBusinessOrder = false,
            IsPrime = order.Prime,
            IsPremiumOrder = false,
            IsGlobalExpressEnabled = false,
            IsReplacementOrder = false,
            IsSoldByAB = false,
            IsISPU = false,
            IsAccessPointOrder = false,
            HasRegulatedItems = false,
            ShippingAddress = known ? AddressOf(order, region, seesBuyers) : null,
            BuyerInfo = known ? BuyerOf(order, region, seesBuyers) : null,
        };
    }

    /// <summary>The lines of an order.</summary>
    public static object Items(AmazonOrder order, AmazonRegion region) => new
    {
        AmazonOrderId = order.Id,
        OrderItems = order.Items.Select((item, index) => new
        {
            ASIN = item.Listing.Asin,
            SellerSKU = item.Listing.Sku,
            OrderItemId = item.Id,
            Title = item.Listing.Item.Title,
            QuantityOrdered = item.Quantity,
            QuantityShipped = item.Shipped,
            ProductInfo = new { NumberOfItems = "1" },
            ItemPrice = order.IsPending ? null : Money(item.Quantity * item.UnitMinor, region),
            ShippingPrice = order.IsPending || index > 0 ? null : Money(order.ShippingMinor, region),
            ItemTax = order.IsPending ? null : Money(item.TaxMinor, region),
            PromotionDiscount = order.IsPending ? null : Money(0, region),
            IsGift = "false",
            ConditionId = "New",
            ConditionSubtypeId = "New",
            IsTransparency = false,
            SerialNumberRequired = false,
            BuyerRequestedCancel = order.BuyersCancelReason is { } reason ? new { IsBuyerRequestedCancel = "true", BuyerCancelReason = reason } : null,
        }).ToArray(),
    };

    /// <summary>Where an order goes.</summary>
    public static object Address(AmazonOrder order, AmazonRegion region) => new { AmazonOrderId = order.Id, ShippingAddress = order.IsPending ? null : AddressOf(order, region, seesBuyers: true) };

    /// <summary>Who bought.</summary>
    public static object Buyer(AmazonOrder order, AmazonRegion region) => new
    {
        AmazonOrderId = order.Id,
        BuyerEmail = order.ShippedByAmazon ? null : AmazonOrderJson.EmailOf(order, region),
        BuyerName = order.Buyer.Name,
    };

    /// <summary>What buyers said of single lines; here none has a gift message.</summary>
    public static object ItemsBuyer(AmazonOrder order) => new { AmazonOrderId = order.Id, OrderItems = order.Items.Select(i => new { OrderItemId = i.Id }).ToArray() };

    private static object AddressOf(AmazonOrder order, AmazonRegion region, bool seesBuyers) => new
    {
        Name = seesBuyers ? order.Buyer.Name : null,
        AddressLine1 = seesBuyers ? order.Buyer.Street : null,
        City = order.Buyer.City,
        StateOrRegion = order.Buyer.State,
        PostalCode = order.Buyer.PostalCode,
        CountryCode = region.Country,
        Phone = seesBuyers && !order.ShippedByAmazon ? order.Buyer.Phone : null,
    };

    private static object BuyerOf(AmazonOrder order, AmazonRegion region, bool seesBuyers) => new
    {
        BuyerEmail = order.ShippedByAmazon ? null : AmazonOrderJson.EmailOf(order, region),
        BuyerName = seesBuyers ? order.Buyer.Name : null,
    };

    private static object Money(int minor, AmazonRegion region) => new { CurrencyCode = region.Currency, Amount = AmazonOrderJson.Decimal(minor) };
}

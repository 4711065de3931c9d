using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Writes notifications. The kinds differ in the case of their names, as the real ones do.</summary>
internal static class AmazonNotificationJson
{
    private static readonly string[] Prime = ["Prime"];

    /// <summary>ORDER_CHANGE: which order and where it stands, without prices and persons.</summary>
    public static JsonNode OrderChange(AmazonStore store, AmazonOrder order, string applicationId, string subscriptionId, DateTimeOffset now) => AmazonReplies.ToPascal(new
    {
        NotificationVersion = "1.0",
        NotificationType = "ORDER_CHANGE",
        PayloadVersion = "1.0",
        EventTime = AmazonReplies.Time(order.UpdatedAt),
        Payload = new
        {
            OrderChangeNotification = new
            {
                NotificationLevel = "OrderLevel",
                store.SellerId,
                AmazonOrderId = order.Id,
                OrderChangeType = "OrderStatusChange",
                OrderChangeTrigger = new { TimeOfOrderChange = AmazonReplies.Time(order.UpdatedAt), ChangeReason = "Order Status Change" },
                Summary = new
                {
                    store.Region.MarketplaceId,
                    OrderStatus = AmazonOrderStatus.Old(order.Status),
                    PurchaseDate = AmazonReplies.Time(order.CreatedAt),
                    DestinationPostalCode = order.IsPending ? "" : order.Buyer.PostalCode,
                    FulfillmentType = order.ShippedByAmazon ? "AFN" : "MFN",
                    OrderType = "StandardOrder",
                    NumberOfItemsShipped = order.Items.Sum(i => i.Shipped),
                    NumberOfItemsUnshipped = order.Items.Sum(i => i.Quantity - i.Shipped),
                    LatestShipDate = AmazonReplies.Time(order.ShipBy),
                    OrderPrograms = order.Prime ? Prime : null,
                    OrderItems = order.Items.Select(i => new { OrderItemId = i.Id, SellerSKU = i.Listing.Sku, SupplySourceId = "", i.Quantity, QuantityShipped = i.Shipped }).ToArray(),
                },
            },
        },
        NotificationMetadata = new { ApplicationId = applicationId, SubscriptionId = subscriptionId, PublishTime = AmazonReplies.Time(now), NotificationId = Guid.NewGuid().ToString("D") },
    });

    /// <summary>FEED_PROCESSING_FINISHED.</summary>
    public static JsonNode FeedFinished(AmazonStore store, AmazonFeed feed, string applicationId, string subscriptionId, DateTimeOffset now) => AmazonReplies.ToPascal(new
    {
        notificationVersion = "2020-09-04",
        notificationType = "FEED_PROCESSING_FINISHED",
        payloadVersion = "2020-09-04",
        eventTime = AmazonReplies.Time(feed.EndedAt ?? now),
        payload = new
        {
            feedProcessingFinishedNotification = new
            {
                sellerId = store.SellerId,
                accountId = $"amzn1.merchant.o.{store.SellerId}",
                feedId = feed.Id,
                feedType = feed.Type,
                processingStatus = feed.State,
                resultFeedDocumentId = feed.ResultDocument,
            },
        },
        notificationMetadata = new { applicationId, subscriptionId, publishTime = AmazonReplies.Time(now), notificationId = Guid.NewGuid().ToString("D") },
    });
}

using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>
/// The operations in use. eBay limits calls by the day and by API, for all sellers of an application together (Fulfillment 100,000,
/// Inventory 2,000,000, each Trading call 5,000); each operation has a share whose burst and steady rate stay within the day.
/// </summary>
internal static class EbayOperations
{
    /// <summary>The marketplace's key.</summary>
    public static readonly MarketplaceKey Key = new("ebay");

    public static readonly OperationPlan ExchangeCode = new(Key, "exchangeCode", 0.1, 1_000, Repeatable: false);
    public static readonly OperationPlan RefreshToken = new(Key, "refreshToken", 0.5, 5_000);
    public static readonly OperationPlan GetUser = new(Key, "getUser", 0.05, 500);

    public static readonly OperationPlan GetOrders = new(Key, "getOrders", 0.15, 500);
    public static readonly OperationPlan GetOrder = new(Key, "getOrder", 0.15, 500);
    public static readonly OperationPlan CreateShippingFulfillment = new(Key, "createShippingFulfillment", 0.2, 8_000, Repeatable: false);
    public static readonly OperationPlan GetShippingFulfillments = new(Key, "getShippingFulfillments", 0.3, 16_000);

    public static readonly OperationPlan IssueRefund = new(Key, "issueRefund", 0.2, 2_000, Repeatable: false);

    public static readonly OperationPlan CheckCancellationEligibility = new(Key, "checkCancellationEligibility", 0.006, 300);
    public static readonly OperationPlan CreateCancellation = new(Key, "createCancellation", 0.006, 300, Repeatable: false);
    public static readonly OperationPlan SearchCancellations = new(Key, "searchCancellations", 0.006, 600);
    public static readonly OperationPlan ApproveCancellation = new(Key, "approveCancellationRequest", 0.006, 200, Repeatable: false);
    public static readonly OperationPlan RejectCancellation = new(Key, "rejectCancellationRequest", 0.006, 200, Repeatable: false);

    public static readonly OperationPlan GetInventoryItems = new(Key, "getInventoryItems", 2, 1_000);
    public static readonly OperationPlan BulkGetInventoryItem = new(Key, "bulkGetInventoryItem", 3, 2_000);
    public static readonly OperationPlan GetInventoryItemGroup = new(Key, "getInventoryItemGroup", 2, 5_000);
    public static readonly OperationPlan GetOffers = new(Key, "getOffers", 10, 20_000);
    public static readonly OperationPlan BulkUpdatePriceQuantity = new(Key, "bulkUpdatePriceQuantity", 5, 2_000);
    public static readonly OperationPlan BulkMigrateListing = new(Key, "bulkMigrateListing", 0.1, 100, Repeatable: false);

    public static readonly OperationPlan CreateSigningKey = new(Key, "createSigningKey", 0.001, 50, Repeatable: false);
    public static readonly OperationPlan GetDefaultCategoryTreeId = new(Key, "getDefaultCategoryTreeId", 0.001, 50);
    public static readonly OperationPlan GetCategoryTree = new(Key, "getCategoryTree", 0.001, 50);

    public static readonly OperationPlan ApplicationToken = new(Key, "applicationToken", 0.005, 300);
    public static readonly OperationPlan GetRateLimits = new(Key, "getRateLimits", 0.01, 100);
    public static readonly OperationPlan GetPublicKey = new(Key, "getPublicKey", 0.02, 500);
    public static readonly OperationPlan GetNotificationConfig = new(Key, "getConfig", 0.005, 200);
    public static readonly OperationPlan UpdateNotificationConfig = new(Key, "updateConfig", 0.005, 200);
    public static readonly OperationPlan GetDestinations = new(Key, "getDestinations", 0.005, 200);
    public static readonly OperationPlan CreateDestination = new(Key, "createDestination", 0.005, 200, Repeatable: false);
    public static readonly OperationPlan GetSubscriptions = new(Key, "getSubscriptions", 0.01, 400);
    public static readonly OperationPlan CreateSubscription = new(Key, "createSubscription", 0.01, 400, Repeatable: false);
    public static readonly OperationPlan EnableSubscription = new(Key, "enableSubscription", 0.005, 200);
    public static readonly OperationPlan TestSubscription = new(Key, "testSubscription", 0.005, 50, Repeatable: false);

    public static readonly OperationPlan GetSellerList = new(Key, "GetSellerList", 0.04, 600);
    public static readonly OperationPlan GetItem = new(Key, "GetItem", 0.04, 1_500);
    public static readonly OperationPlan ReviseInventoryStatus = new(Key, "ReviseInventoryStatus", 0.04, 1_500);
}

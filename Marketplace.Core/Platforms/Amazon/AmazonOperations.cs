using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>
/// The operations that are called, with Amazon's published default rates and bursts. Amazon grants them per pair of
/// application and seller, and names a seller's real rate in <c>x-amzn-RateLimit-Limit</c>, which corrects them.
/// </summary>
public static class AmazonOperations
{
    /// <summary>Key of the marketplace.</summary>
    public static readonly MarketplaceKey Key = new("amazon");

    /// <summary>Trade of a consent code for tokens; a code works once. Amazon publishes no limit, so this one is modest.</summary>
    public static readonly OperationPlan ExchangeCode = new(Key, "exchangeCode", 5, 20, Repeatable: false);

    /// <summary>Renewal of an access token. Amazon publishes no limit, so this one is modest.</summary>
    public static readonly OperationPlan RefreshToken = new(Key, "refreshToken", 5, 20);

    /// <summary>Sellers v1.</summary>
    public static readonly OperationPlan GetMarketplaceParticipations = new(Key, "getMarketplaceParticipations", 0.016, 15);

    /// <summary>Orders 2026-01-01; one call in three minutes once the burst is spent.</summary>
    public static readonly OperationPlan SearchOrders = new(Key, "searchOrders", 0.0056, 20);

    /// <summary>Orders 2026-01-01.</summary>
    public static readonly OperationPlan GetOrder = new(Key, "getOrder", 0.5, 30);

    /// <summary>Orders v0. The package reference makes a repetition an edit of the same parcel.</summary>
    public static readonly OperationPlan ConfirmShipment = new(Key, "confirmShipment", 2, 10);

    /// <summary>Listings Items 2021-08-01.</summary>
    public static readonly OperationPlan GetListingsItem = new(Key, "getListingsItem", 5, 10);

    /// <summary>Listings Items 2021-08-01.</summary>
    public static readonly OperationPlan SearchListingsItems = new(Key, "searchListingsItems", 5, 5);

    /// <summary>Listings Items 2021-08-01. It sets an absolute quantity, so a repetition does no harm.</summary>
    public static readonly OperationPlan PatchListingsItem = new(Key, "patchListingsItem", 5, 5);

    /// <summary>FBA Inventory v1.</summary>
    public static readonly OperationPlan GetInventorySummaries = new(Key, "getInventorySummaries", 2, 2);

    /// <summary>Feeds 2021-06-30.</summary>
    public static readonly OperationPlan CreateFeedDocument = new(Key, "createFeedDocument", 0.5, 15);

    /// <summary>Feeds 2021-06-30, for feeds on orders. Sent twice, it would run twice.</summary>
    public static readonly OperationPlan CreateFeed = new(Key, "createFeed", 0.0083, 15, Repeatable: false);

    /// <summary>createFeed for listings, which has a plan of its own: five in five minutes. Sent twice, it would run twice.</summary>
    public static readonly OperationPlan CreateListingsFeed = new(Key, "createFeed_LISTINGS", 5 / 300.0, 5, Repeatable: false);

    /// <summary>Feeds 2021-06-30.</summary>
    public static readonly OperationPlan GetFeed = new(Key, "getFeed", 2, 15);

    /// <summary>Feeds 2021-06-30.</summary>
    public static readonly OperationPlan GetFeedDocument = new(Key, "getFeedDocument", 0.0222, 10);

    /// <summary>Reports 2021-06-30. Sent twice, it would run twice.</summary>
    public static readonly OperationPlan CreateReport = new(Key, "createReport", 0.0167, 15, Repeatable: false);

    /// <summary>Reports 2021-06-30.</summary>
    public static readonly OperationPlan GetReport = new(Key, "getReport", 2, 15);

    /// <summary>Reports 2021-06-30.</summary>
    public static readonly OperationPlan GetReportDocument = new(Key, "getReportDocument", 0.0167, 15);

    /// <summary>Notifications v1; the application's own call.</summary>
    public static readonly OperationPlan GetDestinations = new(Key, "getDestinations", 1, 5);

    /// <summary>Notifications v1; the application's own call. A repetition is refused as a conflict.</summary>
    public static readonly OperationPlan CreateDestination = new(Key, "createDestination", 1, 5);

    /// <summary>Notifications v1.</summary>
    public static readonly OperationPlan GetSubscription = new(Key, "getSubscription", 1, 5);

    /// <summary>Notifications v1. A repetition is refused as a conflict.</summary>
    public static readonly OperationPlan CreateSubscription = new(Key, "createSubscription", 1, 5);

    /// <summary>Notifications v1; the application's own call.</summary>
    public static readonly OperationPlan DeleteSubscription = new(Key, "deleteSubscriptionById", 1, 5);

    /// <summary>Tokens 2021-03-01.</summary>
    public static readonly OperationPlan CreateRestrictedDataToken = new(Key, "createRestrictedDataToken", 1, 10);

    /// <summary>Merchant Fulfillment v0.</summary>
    public static readonly OperationPlan GetEligibleShipmentServices = new(Key, "getEligibleShipmentServices", 6, 12);

    /// <summary>Merchant Fulfillment v0. Sent twice, it would buy twice.</summary>
    public static readonly OperationPlan CreateShipment = new(Key, "createShipment", 2, 2, Repeatable: false);

    /// <summary>Merchant Fulfillment v0.</summary>
    public static readonly OperationPlan GetShipment = new(Key, "getShipment", 1, 1);

    /// <summary>Merchant Fulfillment v0. A label that is given back already stays so.</summary>
    public static readonly OperationPlan CancelShipment = new(Key, "cancelShipment", 1, 1);

    /// <summary>Writing of a document to its signed address. The store behind it publishes no limit, so this one is modest.</summary>
    public static readonly OperationPlan UploadDocument = new(Key, "uploadDocument", 10, 20);

    /// <summary>Reading of a document from its signed address. The store behind it publishes no limit, so this one is modest.</summary>
    public static readonly OperationPlan DownloadDocument = new(Key, "downloadDocument", 10, 20);
}

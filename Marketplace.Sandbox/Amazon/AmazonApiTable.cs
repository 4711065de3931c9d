using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Every operation of the Selling Partner API with its path, in each region, and its published rate and burst.</summary>
internal sealed class AmazonApiTable(OperationTable operations, AmazonApi api, SandboxOptions options)
{
    /// <summary>Adds them all.</summary>
    public void Add(AmazonFiles files, AmazonGrants grants, AmazonMailbox mailbox, RateGate gate)
    {
        var sellers = new AmazonSellersApi(grants);
        var orders = new AmazonOrdersApi(options);
        var oldOrders = new AmazonOrdersV0Api(options);
        var listings = new AmazonListingsApi();
        var feeds = new AmazonFeedsApi(files, mailbox, options, gate);
        var reports = new AmazonReportsApi(files, options);
        var schedules = new AmazonReportSchedules(reports, options);
        var definitions = new AmazonDefinitionsApi(files);
        var notifications = new AmazonNotificationsApi(mailbox);
        var labels = new AmazonLabelsApi(new AmazonOfferTokens(options.Seed));
        foreach (var region in AmazonRegion.All)
        {
            foreach (var alias in AliasesOf(region))
            {
                void Add(string name, string method, string path, double rate, int burst, Func<AmazonCall, SandboxReply> answer) =>
                    operations.Add(name, method, alias, path, api.Seller(region.Key, rate, answer), rate, burst);

                Add("getMarketplaceParticipations", "GET", "/sellers/v1/marketplaceParticipations", 0.016, 15, AmazonSellersApi.Participations);
                Add("createRestrictedDataToken", "POST", "/tokens/2021-03-01/restrictedDataToken", 1, 10, sellers.RestrictedDataToken);
                Add("searchOrders", "GET", "/orders/2026-01-01/orders", 0.0056, 20, orders.Search);
                Add("getOrder", "GET", "/orders/2026-01-01/orders/{orderId}", 0.5, 30, AmazonOrdersApi.Get);
                Add("getOrders", "GET", "/orders/v0/orders", 0.0167, 20, oldOrders.List);
                Add("getOrderV0", "GET", "/orders/v0/orders/{orderId}", 0.5, 30, AmazonOrdersV0Api.Get);
                Add("getOrderItems", "GET", "/orders/v0/orders/{orderId}/orderItems", 0.5, 30, AmazonOrdersV0Api.Items);
                Add("getOrderAddress", "GET", "/orders/v0/orders/{orderId}/address", 0.5, 30, AmazonOrdersV0Api.Address);
                Add("getOrderBuyerInfo", "GET", "/orders/v0/orders/{orderId}/buyerInfo", 0.5, 30, AmazonOrdersV0Api.Buyer);
                Add("getOrderItemsBuyerInfo", "GET", "/orders/v0/orders/{orderId}/orderItems/buyerInfo", 0.5, 30, AmazonOrdersV0Api.ItemsBuyer);
                Add("searchCatalogItems", "GET", "/catalog/2022-04-01/items", 2, 2, AmazonCatalogApi.Search);
                Add("getCatalogItem", "GET", "/catalog/2022-04-01/items/{asin}", 2, 2, AmazonCatalogApi.Get);
                Add("confirmShipment", "POST", "/orders/v0/orders/{orderId}/shipmentConfirmation", 2, 10, AmazonConfirmations.Confirm);
                Add("updateShipmentStatus", "POST", "/orders/v0/orders/{orderId}/shipment", 5, 15, AmazonOrdersV0Api.Collected);
                Add("searchListingsItems", "GET", "/listings/2021-08-01/items/{sellerId}", 5, 5, listings.Search);
                Add("getListingsItem", "GET", "/listings/2021-08-01/items/{sellerId}/{sku}", 5, 10, AmazonListingsApi.Get);
                Add("patchListingsItem", "PATCH", "/listings/2021-08-01/items/{sellerId}/{sku}", 5, 5, AmazonPatches.Patch);
                Add("patchListingsItem", "PATCH", "/listings/2020-09-01/items/{sellerId}/{sku}", 5, 5, AmazonPatches.Patch);
                Add("putListingsItem", "PUT", "/listings/2021-08-01/items/{sellerId}/{sku}", 5, 10, AmazonListingWrites.Put);
                Add("deleteListingsItem", "DELETE", "/listings/2021-08-01/items/{sellerId}/{sku}", 5, 10, AmazonListingWrites.Delete);
                Add("getInventorySummaries", "GET", "/fba/inventory/v1/summaries", 2, 2, AmazonHeldApi.Summaries);
                Add("createFeedDocument", "POST", "/feeds/2021-06-30/documents", 0.5, 15, feeds.CreateDocument);
                Add("getFeedDocument", "GET", "/feeds/2021-06-30/documents/{feedDocumentId}", 0.0222, 10, feeds.GetDocument);
                Add("createReport", "POST", "/reports/2021-06-30/reports", 0.0167, 15, reports.Create);
                Add("getReport", "GET", "/reports/2021-06-30/reports/{reportId}", 2, 15, reports.Get);
                Add("getReports", "GET", "/reports/2021-06-30/reports", 0.0222, 10, reports.List);
                Add("cancelReport", "DELETE", "/reports/2021-06-30/reports/{reportId}", 0.0222, 10, reports.Cancel);
                Add("getReportDocument", "GET", "/reports/2021-06-30/documents/{reportDocumentId}", 0.0167, 15, reports.GetDocument);
                Add("createReportSchedule", "POST", "/reports/2021-06-30/schedules", 0.0222, 10, schedules.Create);
                Add("getReportSchedules", "GET", "/reports/2021-06-30/schedules", 0.0222, 10, schedules.List);
                Add("getReportSchedule", "GET", "/reports/2021-06-30/schedules/{reportScheduleId}", 0.0222, 10, schedules.Get);
                Add("cancelReportSchedule", "DELETE", "/reports/2021-06-30/schedules/{reportScheduleId}", 0.0222, 10, schedules.Cancel);
                Add("searchDefinitionsProductTypes", "GET", "/definitions/2020-09-01/productTypes", 5, 10, AmazonDefinitionsApi.Search);
                Add("getDefinitionsProductType", "GET", "/definitions/2020-09-01/productTypes/{productType}", 5, 10, definitions.Get);
                Add("getFeed", "GET", "/feeds/2021-06-30/feeds/{feedId}", 2, 15, feeds.Get);
                Add("getFeeds", "GET", "/feeds/2021-06-30/feeds", 0.0222, 10, feeds.List);
                Add("cancelFeed", "DELETE", "/feeds/2021-06-30/feeds/{feedId}", 2, 15, feeds.Cancel);

                Add("getEligibleShipmentServices", "POST", "/mfn/v0/eligibleShippingServices", 6, 12, labels.Eligible);
                Add("getAdditionalSellerInputs", "POST", "/mfn/v0/additionalSellerInputs", 1, 1, AmazonLabelsApi.Inputs);
                Add("createShipment", "POST", "/mfn/v0/shipments", 2, 2, labels.Create);
                Add("getShipment", "GET", "/mfn/v0/shipments/{shipmentId}", 1, 1, labels.Get);
                Add("cancelShipment", "DELETE", "/mfn/v0/shipments/{shipmentId}", 1, 1, labels.Cancel);
                Add("getSubscriptions", "GET", "/notifications/v1/subscriptions", 1, 5, notifications.Subscriptions);
                Add("getSubscription", "GET", "/notifications/v1/subscriptions/{notificationType}", 1, 5, notifications.Subscription);
                Add("createSubscription", "POST", "/notifications/v1/subscriptions/{notificationType}", 1, 5, notifications.Subscribe);
                operations.Add("getDestinations", "GET", alias, "/notifications/v1/destinations", api.Application(1, notifications.Destinations), 1, 5);
                operations.Add("createDestination", "POST", alias, "/notifications/v1/destinations", api.Application(1, notifications.CreateDestination), 1, 5);
                operations.Add("getDestination", "GET", alias, "/notifications/v1/destinations/{destinationId}", api.Application(1, notifications.Destination), 1, 5);
                operations.Add("getSubscriptionById", "GET", alias, "/notifications/v1/subscriptions/{notificationType}/{subscriptionId}", api.Application(1, notifications.SubscriptionById), 1, 5);
                operations.Add("deleteDestination", "DELETE", alias, "/notifications/v1/destinations/{destinationId}", api.Application(1, notifications.DeleteDestination), 1, 5);
                operations.Add("deleteSubscriptionById", "DELETE", alias, "/notifications/v1/subscriptions/{notificationType}/{subscriptionId}", api.Application(1, notifications.Unsubscribe), 1, 5);

                // Its limit depends on the kind of feed, so it is kept by the operation itself.
                operations.Add("createFeed", "POST", alias, "/feeds/2021-06-30/feeds", api.Seller(region.Key, 0.0083, feeds.Create));
            }
        }
    }

    /// <summary>Aliases of a region's hosts: the real one's, and that of Amazon's own sandbox.</summary>
    public static string[] AliasesOf(AmazonRegion region)
    {
        var alias = region.Key.ToLowerInvariant();
        return [alias, "sandbox-" + alias];
    }
}

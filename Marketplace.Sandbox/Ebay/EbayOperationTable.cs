using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Ebay.Notifications;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Ebay.Orders;
using Marketplace.Sandbox.Ebay.Signing;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>eBay's operations: on which host, under which scope, against which quota.</summary>
internal static class EbayOperationTable
{
    private const string Order = "/sell/fulfillment/v1/order";
    private const string Inventory = "/sell/inventory/v1";
    private const string OwnSandbox = "-sandbox";

    /// <summary>Alias to host. The hosts of eBay's own sandbox answer the same.</summary>
    public static IReadOnlyDictionary<string, string> Hosts { get; } = new Dictionary<string, string>
    {
        ["api"] = "api.ebay.com",
        ["apiz"] = "apiz.ebay.com",
        ["auth"] = "auth.ebay.com",
        ["img"] = "i.ebayimg.com",
        ["api" + OwnSandbox] = "api.sandbox.ebay.com",
        ["apiz" + OwnSandbox] = "apiz.sandbox.ebay.com",
        ["auth" + OwnSandbox] = "auth.sandbox.ebay.com",
    };

    /// <summary>All operations over the parts of the local eBay.</summary>
    public static OperationTable Create(EbayParts parts)
    {
        var table = new OperationTable();
        var (door, options) = (parts.Door, parts.Options);
        var consent = new EbayConsent(parts.Tokens, parts.Sellers, options);
        Add("showConsent", "GET", "auth", "/oauth2/authorize", consent.Show);
        Add("decideConsent", "POST", "auth", "/oauth2/authorize", consent.Decide);
        Add("token", "POST", "api", "/identity/v1/oauth2/token", new EbayTokenCalls(parts.Tokens, parts.Quota).Answer);
        Add("getUser", "GET", "apiz", "/commerce/identity/v1/user", door.Guard("commerce.identity", ["/commerce.identity.readonly"], (seller, _) => EbayIdentity.User(seller)));
        table.Add("getPicture", "GET", "img", "/images/{file}", new EbayPictures(parts.Sellers).Get);

        var signatures = new EbaySignatureGate(parts.Time);
        Fulfillment("getOrders", "GET", Order, (seller, call) => new EbayOrderCalls(seller.Store).List(call));
        Fulfillment("getOrder", "GET", Order + "/{orderId}", (seller, call) => new EbayOrderCalls(seller.Store).Get(call));
        Fulfillment("createShippingFulfillment", "POST", Order + "/{orderId}/shipping_fulfillment", (seller, call) => new EbayShippingCalls(seller.Store).Create(call));
        Fulfillment("getShippingFulfillments", "GET", Order + "/{orderId}/shipping_fulfillment", (seller, call) => new EbayShippingCalls(seller.Store).List(call));
        Fulfillment("getShippingFulfillment", "GET", Order + "/{orderId}/shipping_fulfillment/{fulfillmentId}", (seller, call) => new EbayShippingCalls(seller.Store).Get(call));
        Add("issueRefund", "POST", "api", Order + "/{order_id}/issue_refund", door.Guard(
            "sell.fulfillment.refund", ["/sell.finances"], signatures.Signed((seller, call) => new EbayRefundCalls(seller.Store).Issue(call))));

        Cancellation("checkCancellationEligibility", "POST", "/check_eligibility", (seller, call) => new EbayCancellationCalls(seller.Store).Check(call));
        Cancellation("createCancellation", "POST", "", signatures.Signed((seller, call) => new EbayCancellationCalls(seller.Store).Create(call)));
        Cancellation("searchCancellations", "GET", "/search", (seller, call) => new EbayCancellationCalls(seller.Store).Search(call));
        Cancellation("getCancellation", "GET", "/{cancelId}", (seller, call) => new EbayCancellationCalls(seller.Store).Get(call));
        Cancellation("approveCancellationRequest", "POST", "/{cancelId}/approve", signatures.Signed((seller, call) => new EbayCancellationCalls(seller.Store).Approve(call)));
        Cancellation("rejectCancellationRequest", "POST", "/{cancelId}/reject", (seller, call) => new EbayCancellationCalls(seller.Store).Reject(call));

        Stock("getInventoryItems", "GET", "/inventory_item", (seller, call) => new EbayItemCalls(seller.Store).List(call));
        Stock("getInventoryItem", "GET", "/inventory_item/{sku}", (seller, call) => new EbayItemCalls(seller.Store).Get(call));
        Stock("bulkGetInventoryItem", "POST", "/bulk_get_inventory_item", (seller, call) => new EbayItemCalls(seller.Store).BulkGet(call));
        Stock("getInventoryItemGroup", "GET", "/inventory_item_group/{inventoryItemGroupKey}", (seller, call) => new EbayItemCalls(seller.Store).Group(call));
        Stock("getOffers", "GET", "/offer", (seller, call) => new EbayOfferCalls(seller.Store).List(call));
        Stock("getOffer", "GET", "/offer/{offerId}", (seller, call) => new EbayOfferCalls(seller.Store).Get(call));
        Stock("bulkUpdatePriceQuantity", "POST", "/bulk_update_price_quantity", (seller, call) => new EbayQuantityCalls(seller.Store, options).Update(call));
        Stock("createOrReplaceInventoryItem", "PUT", "/inventory_item/{sku}", (seller, call) => new EbayItemWrites(seller.Store).Put(call));
        Stock("deleteInventoryItem", "DELETE", "/inventory_item/{sku}", (seller, call) => new EbayItemWrites(seller.Store).Delete(call));
        Stock("bulkCreateOrReplaceInventoryItem", "POST", "/bulk_create_or_replace_inventory_item", (seller, call) => new EbayItemWrites(seller.Store).BulkPut(call));
        Stock("createOrReplaceInventoryItemGroup", "PUT", "/inventory_item_group/{inventoryItemGroupKey}", (seller, call) => new EbayItemWrites(seller.Store).PutGroup(call));
        Stock("deleteInventoryItemGroup", "DELETE", "/inventory_item_group/{inventoryItemGroupKey}", (seller, call) => new EbayItemWrites(seller.Store).DeleteGroup(call));
        Stock("createOffer", "POST", "/offer", (seller, call) => new EbayOfferWrites(seller.Store).Create(call));
        Stock("bulkCreateOffer", "POST", "/bulk_create_offer", (seller, call) => new EbayOfferWrites(seller.Store).BulkCreate(call));
        Stock("updateOffer", "PUT", "/offer/{offerId}", (seller, call) => new EbayOfferWrites(seller.Store).Update(call));
        Stock("deleteOffer", "DELETE", "/offer/{offerId}", (seller, call) => new EbayOfferWrites(seller.Store).Delete(call));
        Stock("publishOffer", "POST", "/offer/{offerId}/publish", (seller, call) => new EbayOfferWrites(seller.Store).Publish(call));
        Stock("bulkPublishOffer", "POST", "/bulk_publish_offer", (seller, call) => new EbayOfferWrites(seller.Store).BulkPublish(call));
        Stock("publishOfferByInventoryItemGroup", "POST", "/offer/publish_by_inventory_item_group", (seller, call) => new EbayOfferWrites(seller.Store).PublishGroup(call));
        Stock("withdrawOffer", "POST", "/offer/{offerId}/withdraw", (seller, call) => new EbayOfferWrites(seller.Store).Withdraw(call));
        Stock("withdrawOfferByInventoryItemGroup", "POST", "/offer/withdraw_by_inventory_item_group", (seller, call) => new EbayOfferWrites(seller.Store).WithdrawGroup(call));
        Stock("getListingFees", "POST", "/offer/get_listing_fees", (seller, call) => new EbayOfferWrites(seller.Store).Fees(call));
        Stock("bulkMigrateListing", "POST", "/bulk_migrate_listing", (seller, call) => new EbayOfferWrites(seller.Store).Migrate(call));
        Stock("getInventoryLocations", "GET", "/location", (seller, call) => new EbayLocationCalls(seller.Store).List(call));
        Stock("getInventoryLocation", "GET", "/location/{merchantLocationKey}", (seller, call) => new EbayLocationCalls(seller.Store).Get(call));
        Stock("createInventoryLocation", "POST", "/location/{merchantLocationKey}", (seller, call) => new EbayLocationCalls(seller.Store).Create(call));
        Stock("updateInventoryLocation", "POST", "/location/{merchantLocationKey}/update_location_details", (seller, call) => new EbayLocationCalls(seller.Store).Update(call));
        Stock("enableInventoryLocation", "POST", "/location/{merchantLocationKey}/enable", (seller, call) => new EbayLocationCalls(seller.Store).Switch(call, "ENABLED"));
        Stock("disableInventoryLocation", "POST", "/location/{merchantLocationKey}/disable", (seller, call) => new EbayLocationCalls(seller.Store).Switch(call, "DISABLED"));
        Stock("deleteInventoryLocation", "DELETE", "/location/{merchantLocationKey}", (seller, call) => new EbayLocationCalls(seller.Store).Delete(call));
        Account("getPrivileges", "/privilege", EbayAccount.Privileges);
        Account("getOptedInPrograms", "/program/get_opted_in_programs", EbayAccount.Programs);
        Policies("FulfillmentPolic", "/fulfillment_policy", EbayPolicies.Fulfillment);
        Policies("PaymentPolic", "/payment_policy", EbayPolicies.Payment);
        Policies("ReturnPolic", "/return_policy", EbayPolicies.Return);
        Add("trading", "POST", "api", "/ws/api.dll", parts.Trading.Answer);
        var limits = new EbayRateLimits(parts.Quota);
        Add("getRateLimits", "GET", "api", "/developer/analytics/v1_beta/rate_limit", door.GuardApplication("developer.analytics", limits.Get));
        Add("getUserRateLimits", "GET", "api", "/developer/analytics/v1_beta/user_rate_limit", door.Guard("developer.analytics", Scopes("GET", "/sell.inventory"), (_, call) => limits.Get(call)));

        Money("getPaymentDisputeSummaries", "/sell/fulfillment/v1/payment_dispute_summary", "/sell.payment.dispute", (_, call) => EbayMoneyCalls.Disputes(call));
        Money("getPaymentDispute", "/sell/fulfillment/v1/payment_dispute/{payment_dispute_id}", "/sell.payment.dispute", (_, call) => EbayMoneyCalls.Dispute(call));
        Money("getTransactions", "/sell/finances/v1/transaction", "/sell.finances", signatures.Signed((seller, call) => new EbayMoneyCalls(seller.Store).Transactions(call)));
        Money("getPayouts", "/sell/finances/v1/payout", "/sell.finances", signatures.Signed((_, call) => EbayMoneyCalls.Payouts(call)));
        Money("getSellerFundsSummary", "/sell/finances/v1/seller_funds_summary", "/sell.finances", signatures.Signed((seller, call) => new EbayMoneyCalls(seller.Store).Funds(call)));
        Add("searchReturns", "GET", "api", "/post-order/v2/return/search", door.Guard("post-order.return", [""], (_, call) => EbayCancellationCalls.Returns(call)));
        Feed("createInventoryTask", "POST", "/inventory_task", parts.Feeds.Create);
        Feed("getInventoryTasks", "GET", "/inventory_task", parts.Feeds.List);
        Feed("getInventoryTask", "GET", "/inventory_task/{task_id}", parts.Feeds.Get);
        Feed("getResultFile", "GET", "/task/{task_id}/download_result_file", parts.Feeds.Download);

        Add("createSigningKey", "POST", "apiz", EbayKeyCalls.Root, door.GuardApplication("developer.key_management", parts.Keys.Create));
        Add("getSigningKeys", "GET", "apiz", EbayKeyCalls.Root, door.GuardApplication("developer.key_management", parts.Keys.List));
        Add("getSigningKey", "GET", "apiz", EbayKeyCalls.Root + "/{signing_key_id}", door.GuardApplication("developer.key_management", parts.Keys.Get));
        Category("getDefaultCategoryTreeId", "/get_default_category_tree_id", EbayCategories.DefaultTree);
        Category("getCategoryTree", "/category_tree/{category_tree_id}", EbayCategories.Tree);
        Category("getCategorySubtree", "/category_tree/{category_tree_id}/get_category_subtree", EbayCategories.Subtree);
        Category("getCategorySuggestions", "/category_tree/{category_tree_id}/get_category_suggestions", EbayCategories.Suggestions);
        Category("getItemAspectsForCategory", "/category_tree/{category_tree_id}/get_item_aspects_for_category", EbayCategories.Aspects);

        var notifications = new EbayNotificationCalls(parts.Mailbox, parts.Courier, parts.Challenge, parts.Options.Ebay);
        var subscriptions = new EbaySubscriptionCalls(parts.Mailbox, parts.Courier, door, parts.Time);
        Application("getConfig", "GET", "/config", notifications.GetConfig);
        Application("updateConfig", "PUT", "/config", notifications.SetConfig);
        Application("getDestinations", "GET", "/destination", notifications.Destinations);
        Application("createDestination", "POST", "/destination", notifications.AddDestination);
        Application("getDestination", "GET", "/destination/{destination_id}", notifications.Destination);
        Application("updateDestination", "PUT", "/destination/{destination_id}", notifications.ChangeDestination);
        Application("deleteDestination", "DELETE", "/destination/{destination_id}", notifications.RemoveDestination);
        Add("getTopics", "GET", "api", EbayNotificationCalls.Root + "/topic", door.GuardEither("commerce.notification", [""], EbayTopics.List));
        Add("getTopic", "GET", "api", EbayNotificationCalls.Root + "/topic/{topic_id}", door.GuardEither("commerce.notification", [""], EbayTopics.Get));
        Application("getPublicKey", "GET", "/public_key/{public_key_id}", notifications.PublicKey);
        Subscription("getSubscriptions", "GET", "/subscription", subscriptions.List);
        Subscription("createSubscription", "POST", "/subscription", subscriptions.Add);
        Subscription("getSubscription", "GET", "/subscription/{subscription_id}", subscriptions.Get);
        Subscription("updateSubscription", "PUT", "/subscription/{subscription_id}", subscriptions.Change);
        Subscription("deleteSubscription", "DELETE", "/subscription/{subscription_id}", subscriptions.Delete);
        Subscription("enableSubscription", "POST", "/subscription/{subscription_id}/enable", subscriptions.Enable);
        Subscription("disableSubscription", "POST", "/subscription/{subscription_id}/disable", subscriptions.Disable);
        Subscription("testSubscription", "POST", "/subscription/{subscription_id}/test", subscriptions.Test);
        return table;

        void Application(string name, string method, string path, SandboxHandler handler) =>
            Add(name, method, "api", EbayNotificationCalls.Root + path, door.GuardApplication("commerce.notification", handler));

        void Subscription(string name, string method, string path, SandboxHandler handler) =>
            Add(name, method, "api", EbayNotificationCalls.Root + path, door.GuardEither("commerce.notification", Scopes(method, "/commerce.notification.subscription"), handler));

        void Fulfillment(string name, string method, string path, EbaySellerHandler handler) =>
            Add(name, method, "api", path, door.Guard("sell.fulfillment", Scopes(method, "/sell.fulfillment"), handler));

        // Post-Order asks for the common scope alone.
        void Cancellation(string name, string method, string path, EbaySellerHandler handler) =>
            Add(name, method, "api", EbayCancellationCalls.Root + path, door.Guard("post-order.cancellation", [""], handler));

        void Money(string name, string path, string scope, EbaySellerHandler handler) =>
            Add(name, "GET", "apiz", path, door.Guard("sell.finances", [scope], handler));

        void Feed(string name, string method, string path, EbaySellerHandler handler) =>
            Add(name, method, "api", EbayFeedCalls.Root + path, door.Guard("sell.feed", ["/sell.inventory"], EbayShapes.Checked(name, handler)));

        void Category(string name, string path, SandboxHandler handler) =>
            Add(name, "GET", "api", EbayCategories.Root + path, door.GuardEither("commerce.taxonomy", [""], handler));

        void Policies(string name, string path, EbayPolicies policies)
        {
            Account($"get{name}ies", path, policies.List);
            Account($"get{name}yByName", path + "/get_by_policy_name", policies.ByName);
            Account($"get{name}y", path + "/{policyId}", policies.ById);
        }

        void Account(string name, string path, EbaySellerHandler handler) =>
            Add(name, "GET", "api", EbayAccount.Root + path, door.Guard("sell.account", Scopes("GET", "/sell.account"), handler));

        void Stock(string name, string method, string path, EbaySellerHandler handler) =>
            Add(name, method, "api", Inventory + path, EbayLocale.Required(door.Guard(
                "sell.inventory", Scopes(path.StartsWith("/bulk_get", StringComparison.Ordinal) ? "GET" : method, "/sell.inventory"), EbayShapes.Checked(name, handler))));

        void Add(string name, string method, string host, string path, SandboxHandler handler)
        {
            table.Add(name, method, host, path, handler);
            table.Add(name, method, host + OwnSandbox, path, handler);
        }
    }

    private static string[] Scopes(string method, string scope) => method == "GET" ? [scope, scope + ".readonly"] : [scope];
}

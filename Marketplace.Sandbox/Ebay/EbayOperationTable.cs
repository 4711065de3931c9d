using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Ebay.Notifications;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Ebay.Orders;
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

    /// <summary>All operations over one store.</summary>
    public static OperationTable Create(EbayParts parts)
    {
        var table = new OperationTable();
        var (door, store) = (parts.Door, parts.Store);
        var consent = new EbayConsent(parts.Tokens, parts.Options);
        Add("showConsent", "GET", "auth", "/oauth2/authorize", EbayConsent.Show);
        Add("decideConsent", "POST", "auth", "/oauth2/authorize", consent.Decide);
        Add("token", "POST", "api", "/identity/v1/oauth2/token", new EbayTokenCalls(parts.Tokens, parts.Quota).Answer);
        Add("getUser", "GET", "apiz", "/commerce/identity/v1/user", door.Guard("commerce.identity", ["/commerce.identity.readonly"], _ => EbayIdentity.User()));
        table.Add("getPicture", "GET", "img", "/images/{file}", new EbayPictures(store).Get);

        var orders = new EbayOrderCalls(store);
        var shipping = new EbayShippingCalls(store);
        Fulfillment("getOrders", "GET", Order, orders.List);
        Fulfillment("getOrder", "GET", Order + "/{orderId}", orders.Get);
        Fulfillment("createShippingFulfillment", "POST", Order + "/{orderId}/shipping_fulfillment", shipping.Create);
        Fulfillment("getShippingFulfillments", "GET", Order + "/{orderId}/shipping_fulfillment", shipping.List);
        Fulfillment("getShippingFulfillment", "GET", Order + "/{orderId}/shipping_fulfillment/{fulfillmentId}", shipping.Get);

        var items = new EbayItemCalls(store);
        var offers = new EbayOfferCalls(store);
        Stock("getInventoryItems", "GET", "/inventory_item", items.List);
        Stock("getInventoryItem", "GET", "/inventory_item/{sku}", items.Get);
        Stock("bulkGetInventoryItem", "POST", "/bulk_get_inventory_item", items.BulkGet);
        Stock("getInventoryItemGroup", "GET", "/inventory_item_group/{inventoryItemGroupKey}", items.Group);
        Stock("getOffers", "GET", "/offer", offers.List);
        Stock("getOffer", "GET", "/offer/{offerId}", offers.Get);
        Stock("bulkUpdatePriceQuantity", "POST", "/bulk_update_price_quantity", new EbayQuantityCalls(store, parts.Options).Update);
        Add("trading", "POST", "api", "/ws/api.dll", parts.Trading.Answer);
        Add("getRateLimits", "GET", "api", "/developer/analytics/v1_beta/rate_limit", door.GuardApplication("developer.analytics", new EbayRateLimits(parts.Quota).Get));

        var notifications = new EbayNotificationCalls(parts.Mailbox, parts.Courier, parts.Challenge, parts.Options.Ebay);
        var subscriptions = new EbaySubscriptionCalls(parts.Mailbox, parts.Courier, door, parts.Time);
        Application("getConfig", "GET", "/config", notifications.GetConfig);
        Application("updateConfig", "PUT", "/config", notifications.SetConfig);
        Application("getDestinations", "GET", "/destination", notifications.Destinations);
        Application("createDestination", "POST", "/destination", notifications.AddDestination);
        Application("getDestination", "GET", "/destination/{destination_id}", notifications.Destination);
        Application("getPublicKey", "GET", "/public_key/{public_key_id}", notifications.PublicKey);
        Subscription("getSubscriptions", "GET", "/subscription", subscriptions.List);
        Subscription("createSubscription", "POST", "/subscription", subscriptions.Add);
        Subscription("enableSubscription", "POST", "/subscription/{subscription_id}/enable", subscriptions.Enable);
        Subscription("disableSubscription", "POST", "/subscription/{subscription_id}/disable", subscriptions.Disable);
        Subscription("testSubscription", "POST", "/subscription/{subscription_id}/test", subscriptions.Test);
        return table;

        void Application(string name, string method, string path, SandboxHandler handler) =>
            Add(name, method, "api", EbayNotificationCalls.Root + path, door.GuardApplication("commerce.notification", handler));

        void Subscription(string name, string method, string path, SandboxHandler handler) =>
            Add(name, method, "api", EbayNotificationCalls.Root + path, door.GuardEither("commerce.notification", Scopes(method, "/commerce.notification.subscription"), handler));

        void Fulfillment(string name, string method, string path, SandboxHandler handler) =>
            Add(name, method, "api", path, door.Guard("sell.fulfillment", Scopes(method, "/sell.fulfillment"), handler));

        void Stock(string name, string method, string path, SandboxHandler handler) =>
            Add(name, method, "api", Inventory + path, door.Guard("sell.inventory", Scopes(path.StartsWith("/bulk_get", StringComparison.Ordinal) ? "GET" : method, "/sell.inventory"), EbayLocale.Required(handler)));

        void Add(string name, string method, string host, string path, SandboxHandler handler)
        {
            table.Add(name, method, host, path, handler);
            table.Add(name, method, host + OwnSandbox, path, handler);
        }
    }

    private static string[] Scopes(string method, string scope) => method == "GET" ? [scope, scope + ".readonly"] : [scope];
}

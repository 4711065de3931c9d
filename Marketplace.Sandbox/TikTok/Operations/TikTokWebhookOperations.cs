using System.Net;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>A shop's subscriptions to notifications: one address for each topic.</summary>
internal static class TikTokWebhookOperations
{
    private static readonly HashSet<string> Topics =
    [
        "ORDER_STATUS_CHANGE", "RECIPIENT_ADDRESS_UPDATE", "PACKAGE_UPDATE", "PRODUCT_STATUS_CHANGE", "SELLER_DEAUTHORIZATION", "UPCOMING_AUTHORIZATION_EXPIRATION",
        "CANCELLATION_STATUS_CHANGE", "RETURN_STATUS_CHANGE", "REVERSE_STATUS_UPDATE", "NEW_CONVERSATION", "NEW_MESSAGE", "PRODUCT_INFORMATION_CHANGE",
        "PRODUCT_CREATION", "PRODUCT_CATEGORY_CHANGE", "PRODUCT_AUDIT_STATUS_CHANGE", "NEW_MESSAGE_LISTENER", "INVOICE_STATUS_CHANGE",
    ];

    public static JsonObject List(TikTokRequest request) => new()
    {
        ["total_count"] = request.Shop.Subscriptions.Count,
        ["webhooks"] = new JsonArray([.. request.Shop.Subscriptions.Select(pair => new JsonObject
        {
            ["event_type"] = pair.Key,
            ["address"] = pair.Value.Address.OriginalString,
            ["create_time"] = pair.Value.CreateTime,
            ["update_time"] = pair.Value.UpdateTime,
        })]),
    };

    public static JsonObject Put(TikTokRequest request)
    {
        var address = request.Body.RequiredText("address");
        var topic = TopicOf(request);
        if (address.Length > 255 || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsAllowed(uri))
        {
            throw new TikTokRefusal(TikTokCode.Invalid("body", "address"));
        }

        var now = request.Now.ToUnixTimeSeconds();
        var created = request.Shop.Subscriptions.TryGetValue(topic, out var old) ? old.CreateTime : now;
        request.Shop.Subscriptions[topic] = new TikTokSubscription(uri, created, now);
        return [];
    }

    /// <summary>Ends a subscription, and succeeds where there was none.</summary>
    public static JsonObject Delete(TikTokRequest request)
    {
        request.Shop.Subscriptions.Remove(TopicOf(request));
        return [];
    }

    private static string TopicOf(TikTokRequest request) =>
        request.Body.RequiredText("event_type") is var topic && Topics.Contains(topic) ? topic : throw new TikTokRefusal(TikTokCode.Invalid("body", "event_type"));

    // A name under https without a port; only on this machine itself anything goes, as the sandbox has no certificates.
    private static bool IsAllowed(Uri uri) =>
        uri.IsLoopback ? uri.Scheme is "http" or "https" : uri is { Scheme: "https", IsDefaultPort: true } && !IPAddress.TryParse(uri.Host, out _);
}

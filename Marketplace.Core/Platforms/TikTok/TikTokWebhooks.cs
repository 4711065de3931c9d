using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Core.Platforms.TikTok.Wire;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Believes TikTok Shop's notifications by their signature, reads them, and subscribes to them.</summary>
internal sealed class TikTokWebhooks(TikTokApi api, IOptions<TikTokOptions> options) : IWebhookReceiver, IWebhookSubscriber
{
    private const string Path = "/event/202309/webhooks";

    private static readonly string[] Topics =
    [
        "ORDER_STATUS_CHANGE", "RECIPIENT_ADDRESS_UPDATE", "PACKAGE_UPDATE", "CANCELLATION_STATUS_CHANGE", "RETURN_STATUS_CHANGE",
        "PRODUCT_STATUS_CHANGE", "SELLER_DEAUTHORIZATION", "UPCOMING_AUTHORIZATION_EXPIRATION",
    ];

    // What the calendar can hold.
    private const long LastSecond = 253_402_300_799;

    // TikTok Shop takes 200 and 401 for an answer; anything else makes it try again.
    public int RefusedStatus => 401;

    public WebhookReply? Challenge(WebhookRequest request) => null;

    public Task<WebhookReading> ReadAsync(WebhookRequest request, CancellationToken cancellationToken) => Task.FromResult(Read(request));

    public async Task SubscribeAsync(ConnectionContext connection, Uri address, CancellationToken cancellationToken)
    {
        var present = await api.CallAsync<TikTokSubscriptions>(connection, new TikTokCall(TikTokOperations.GetShopWebhooks, HttpMethod.Get, Path), cancellationToken);
        var wanted = Topics.Except((present.Webhooks ?? []).Where(webhook => webhook.Address == address.AbsoluteUri).Select(webhook => webhook.EventType));
        foreach (var topic in wanted)
        {
            // A topic has one address per shop: this replaces another one.
            await api.CallAsync<TikTokNothing>(
                connection, new TikTokCall(TikTokOperations.UpdateShopWebhook, HttpMethod.Put, Path, Body: new TikTokSubscription(topic, address.AbsoluteUri)), cancellationToken);
        }
    }

    private WebhookReading Read(WebhookRequest request)
    {
        if (options.Value is not { AppKey: { Length: > 0 } key, AppSecret: { Length: > 0 } secret })
        {
            return WebhookReading.Refused("TikTok Shop is not set up here.");
        }

        if (!TikTokWebhookSignature.Verify(key, secret, request.Headers.GetValueOrDefault("Authorization"), request.Body))
        {
            return WebhookReading.Refused("The signature does not fit the body.");
        }

        try
        {
            var notification = JsonSerializer.Deserialize<TikTokEvent>(request.Body, TikTokJson.Options);
            return notification is null ? WebhookReading.Refused("The body is empty.")
                : new WebhookReading(null, [.. Signals(notification, request)]) { SentAt = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(notification.Timestamp, 0, LastSecond)) };
        }
        catch (JsonException)
        {
            return WebhookReading.Refused("The body is no notification of TikTok Shop.");
        }
    }

    private static IEnumerable<WebhookSignal> Signals(TikTokEvent notification, WebhookRequest request)
    {
        // Some kinds come without an id; the same body is then the same notification.
        var id = notification.TtsNotificationId is { Length: > 0 } given ? given : Convert.ToHexStringLower(SHA256.HashData(request.Body));
        var data = notification.Data is { ValueKind: JsonValueKind.Object } present ? present : default;
        var (subject, subjects) = notification.Type switch
        {
            1 or 3 or 11 or 12 => (WebhookSubject.Order, [Text(data, "order_id")]),

            // An old kind whose content is not published: some order has changed.
            2 => (WebhookSubject.Orders, [null]),
            4 => (WebhookSubject.Order, OrdersOfPackages(data)),
            36 => (WebhookSubject.Order, Texts(data, "order_ids")),
            5 or 15 or 16 or 18 or 27 or 37 => (WebhookSubject.Listing, [Text(data, "product_id")]),
            6 or 7 => (WebhookSubject.Authorization, (IReadOnlyList<string?>)[null]),
            _ => (WebhookSubject.Other, [null]),
        };
        var occurred = long.TryParse(Text(data, "update_time"), out var updated) ? updated : notification.Timestamp;
        return subjects.Select(external => new WebhookSignal(id, subject, notification.ShopId, external, DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(occurred, 0, LastSecond))));
    }

    private static IReadOnlyList<string?> OrdersOfPackages(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("package_list", out var packages) && packages.ValueKind == JsonValueKind.Array
            ? [.. packages.EnumerateArray()
                .Where(package => package.ValueKind == JsonValueKind.Object && package.TryGetProperty("order_id_list", out var orders) && orders.ValueKind == JsonValueKind.Array)
                .SelectMany(package => package.GetProperty("order_id_list").EnumerateArray().Select(order => order.ToString()))
                .Distinct()]
            : [];

    private static IReadOnlyList<string?> Texts(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(id => id.ToString()).Distinct()]
            : [];

    // Numbers are taken as their digits: a product id is longer than a floating-point number can hold.
    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}

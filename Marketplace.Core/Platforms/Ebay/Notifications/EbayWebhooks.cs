using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay.Notifications;

/// <summary>Answers eBay's challenge, believes notifications by their signature, and reads them into signals.</summary>
internal sealed class EbayWebhooks(EbayPublicKeys keys, IOptions<EbayOptions> options) : IWebhookReceiver
{
    // The proof of the older kind can be used for other content, so it is believed only as long as eBay says.
    private static readonly TimeSpan LifeOfOlderProof = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public int RefusedStatus => 412;

    /// <inheritdoc />
    public IReadOnlyCollection<string> ContentTypes { get; } = ["application/json", "text/xml", "application/xml", "application/soap+xml"];

    /// <inheritdoc />
    public WebhookReply? Challenge(WebhookRequest request)
    {
        if (request.Method != "GET" || !request.Query.TryGetValue("challenge_code", out var code) || options.Value.VerificationToken is not { Length: > 0 } token)
        {
            return null;
        }

        // Behind a proxy the address that came in is not the one that eBay knows; the hash needs the latter to the letter.
        var endpoint = options.Value.NotificationEndpoint is { Length: > 0 } registered ? registered : request.Address.AbsoluteUri;
        return new WebhookReply(200, JsonSerializer.Serialize(new { challengeResponse = EbayWebhookSignature.Answer(code, token, endpoint) }), "application/json");
    }

    /// <inheritdoc />
    public async Task<WebhookReading> ReadAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (EbayPlatformNotification.IsMeant(request.Headers.GetValueOrDefault("Content-Type")))
        {
            return ReadOlder(request);
        }

        if (EbayWebhookSignature.Parse(request.Headers.GetValueOrDefault(EbayWebhookSignature.Header)) is not { } header || !Guid.TryParse(header.Kid, out var kid))
        {
            return WebhookReading.Refused("The signature is missing or not in eBay's form.");
        }

        if (await keys.FindAsync(kid, cancellationToken) is not { } key)
        {
            return WebhookReading.Refused("eBay does not know the key that the signature names.");
        }

        return EbayWebhookSignature.Verify(header, key, request.Body) ? Read(request) : WebhookReading.Refused("The signature does not fit the body.");
    }

    private static WebhookReading Read(WebhookRequest request)
    {
        try
        {
            var message = JsonSerializer.Deserialize<EbayNotification>(request.Body, EbayJson.Options);
            return message?.Notification is { NotificationId: { Length: > 0 } id } notification
                ? new WebhookReading(null, [.. Signals(message.Metadata?.Topic, id, notification, request.ReceivedAt)]) { SentAt = notification.PublishDate }
                : WebhookReading.Refused("The body is no notification of eBay.");
        }
        catch (JsonException)
        {
            return WebhookReading.Refused("The body is no notification of eBay.");
        }
    }

    private WebhookReading ReadOlder(WebhookRequest request)
    {
        if (options.Value is not { DevId: { Length: > 0 } dev, ClientId: { Length: > 0 } app, ClientSecret: { Length: > 0 } cert })
        {
            return WebhookReading.Refused($"Platform Notifications need the setting {EbayOptions.Section}:{nameof(EbayOptions.DevId)}.");
        }

        if (EbayPlatformNotification.Read(request.Body) is not { } notification)
        {
            return WebhookReading.Refused("The body is no Platform Notification of eBay.");
        }

        if (!notification.IsProven(dev, app, cert))
        {
            return WebhookReading.Refused("The signature does not fit the time and the keyset.");
        }

        if (notification.SentAt is not { } sent || (request.ReceivedAt - sent).Duration() > LifeOfOlderProof)
        {
            return WebhookReading.Refused("The notification is older than the ten minutes for which its signature holds.");
        }

        // It has no id: the same body is the same notification.
        var id = Convert.ToHexStringLower(SHA256.HashData(request.Body));
        return new WebhookReading(null, [SignalOf(notification, id, sent)]) { SentAt = sent };
    }

    private static WebhookSignal SignalOf(EbayPlatformNotification notification, string id, DateTimeOffset at)
    {
        var (subject, external) = notification switch
        {
            { Event: "ItemListed" or "ItemRevised" or "ItemClosed" or "ItemOutOfStock", ItemId: { } item } => (WebhookSubject.Listing, item),
            { OrderId: { } order } => (WebhookSubject.Order, order),
            _ => (WebhookSubject.Orders, (string?)null),
        };
        return new WebhookSignal(id, subject, null, external, at) { ExternalAccountName = notification.Recipient };
    }

    /// <summary>What a believed notification tells.</summary>
    internal static IEnumerable<WebhookSignal> Signals(string? topic, string id, EbayNotificationBody notification, DateTimeOffset receivedAt)
    {
        var data = notification.Data;
        var at = notification.EventDate ?? receivedAt;
        var user = Text(data, "user", "userId");
        return topic switch
        {
            "ORDER_CONFIRMATION" => [new WebhookSignal(id, WebhookSubject.Order, user, Text(data, "order", "orderId"), at)],
            "ORDER_CANCELLATION_ACTIVITY" => CancelledOrders(data).Select(order => new WebhookSignal(id, WebhookSubject.Order, Text(data, "orderCancellation", "seller", "userId"), order, at)),
            "ITEM_MARKED_SHIPPED" => [new WebhookSignal(id, WebhookSubject.Order, Text(data, "publicUserId"), Text(data, "orderId"), at)],
            "LISTING" => [new WebhookSignal(id, WebhookSubject.Listing, user, Text(data, "listingId"), at)],

            // Orders show the buyer by user name or by the unchanging id, so both must be looked for.
            "MARKETPLACE_ACCOUNT_DELETION" => new[] { Text(data, "userId"), Text(data, "username") }.OfType<string>().Distinct()
                .Select(buyer => new WebhookSignal(id, WebhookSubject.BuyerDeletion, null, buyer, at)),
            _ => [new WebhookSignal(id, WebhookSubject.Other, user, null, at)],
        };
    }

    // The order is named by the lines of the cancellation, each time the same one.
    private static IEnumerable<string> CancelledOrders(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("orderCancellation", out var cancellation)
        && cancellation.ValueKind == JsonValueKind.Object && cancellation.TryGetProperty("cancellationLineItems", out var lines) && lines.ValueKind == JsonValueKind.Array
            ? lines.EnumerateArray().Select(line => Text(line, "orderId")).OfType<string>().Distinct()
            : [];

    private static string? Text(JsonElement data, params string[] path)
    {
        foreach (var name in path)
        {
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out data))
            {
                return null;
            }
        }

        return data.ValueKind == JsonValueKind.String ? data.GetString() : null;
    }
}

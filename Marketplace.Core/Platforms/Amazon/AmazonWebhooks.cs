using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>
/// Reads notifications that come from the queue, read here or brought by the operator's bridge: one message or a batch of them,
/// bare or in the queue's own wrapping. Who brings them proves himself by a key; Amazon signs nothing here.
/// </summary>
public sealed class AmazonWebhooks(IOptions<AmazonOptions> options) : IWebhookReceiver
{
    /// <summary>Header of the key.</summary>
    internal const string KeyHeader = "x-api-key";

    /// <summary>Key of this process's own reader of the queue; it never leaves the process.</summary>
    internal string OwnKey { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <inheritdoc />
    public int RefusedStatus => 403;

    /// <inheritdoc />
    public WebhookReply? Challenge(WebhookRequest request) => null;

    /// <inheritdoc />
    public Task<WebhookReading> ReadAsync(WebhookRequest request, CancellationToken cancellationToken) => Task.FromResult(Read(request));

    private WebhookReading Read(WebhookRequest request)
    {
        var given = request.Headers.GetValueOrDefault(KeyHeader) ?? "";
        if (!Same(given, OwnKey))
        {
            if (options.Value.NotificationKey is not { Length: > 0 } key)
            {
                return WebhookReading.Refused($"No key is set under {AmazonOptions.Section}:NotificationKey.");
            }

            if (!Same(given, key))
            {
                return WebhookReading.Refused($"The {KeyHeader} header does not carry the key.");
            }
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return new WebhookReading(null, [.. Messages(document.RootElement).Select(m => SignalOf(m, request.ReceivedAt)).OfType<WebhookSignal>()]);
        }
        catch (JsonException)
        {
            return WebhookReading.Refused("The body is no JSON.");
        }
    }

    // A queue's record carries the notification as text in its body.
    private static IEnumerable<JsonElement> Messages(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().SelectMany(Messages);
        }

        if (Member(root, "Records") is { ValueKind: JsonValueKind.Array } records)
        {
            return Messages(records);
        }

        if (Member(root, "Body") is { ValueKind: JsonValueKind.String } body)
        {
            using var inner = JsonDocument.Parse(body.GetString()!);
            return [inner.RootElement.Clone()];
        }

        return [root];
    }

    private static WebhookSignal? SignalOf(JsonElement message, DateTimeOffset receivedAt)
    {
        if (Text(Member(message, "NotificationMetadata"), "NotificationId") is not { } id)
        {
            return null;
        }

        var occurred = Member(message, "EventTime") is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out var at) ? at.ToUniversalTime() : receivedAt;
        var payload = Member(message, "Payload");
        return Text(message, "NotificationType") switch
        {
            "ORDER_CHANGE" when Member(payload, "OrderChangeNotification") is { } change =>
                new WebhookSignal(id, WebhookSubject.Order, Text(change, "SellerId"), Text(change, "AmazonOrderId"), occurred),
            "FEED_PROCESSING_FINISHED" when Member(payload, "FeedProcessingFinishedNotification") is { } feed =>
                new WebhookSignal(id, WebhookSubject.Task, Text(feed, "SellerId"), Text(feed, "FeedId"), occurred),
            _ => new WebhookSignal(id, WebhookSubject.Other, null, null, occurred),
        };
    }

    private static bool Same(string given, string key) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    // Some kinds of notification begin their names with a capital, others do not.
    private static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } element
            ? element.EnumerateObject().Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).Select(p => (JsonElement?)p.Value).FirstOrDefault()
            : null;

    private static string? Text(JsonElement? owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}

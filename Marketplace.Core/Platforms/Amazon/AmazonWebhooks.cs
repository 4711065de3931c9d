using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Notifications;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>
/// Reads notifications that come from the queue, read here or brought by the operator's bridge: one message or a batch of them,
/// bare or in the wrapping of SQS, of an EventBridge API destination, or of an SNS topic. A topic's posts are signed by Amazon; whoever
/// else brings a message proves himself by a key.
/// </summary>
public sealed class AmazonWebhooks(SnsGate sns, IOptions<AmazonOptions> options) : IWebhookReceiver
{
    /// <summary>Header of the key.</summary>
    internal const string KeyHeader = "x-api-key";

    /// <summary>Key of this process's own reader of the queue; it never leaves the process.</summary>
    internal string OwnKey { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <inheritdoc />
    public int RefusedStatus => 403;

    /// <summary>SNS sends its JSON as plain text.</summary>
    public IReadOnlyCollection<string> ContentTypes { get; } = ["application/json", "text/plain"];

    /// <inheritdoc />
    public WebhookReply? Challenge(WebhookRequest request) => null;

    /// <inheritdoc />
    public Task<WebhookReading> ReadAsync(WebhookRequest request, CancellationToken cancellationToken) =>
        request.Headers.ContainsKey(SnsMessage.TypeHeader) ? ReadPostOfTopicAsync(request, cancellationToken) : Task.FromResult(Read(request));

    private async Task<WebhookReading> ReadPostOfTopicAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (SnsMessage.Read(request.Body) is not { } message)
        {
            return WebhookReading.Refused("The body is no message of Amazon SNS.");
        }

        if (await sns.ProblemOfAsync(message, cancellationToken) is { } problem)
        {
            return WebhookReading.Refused(problem);
        }

        if (message.AsksForConfirmation)
        {
            await sns.ConfirmAsync(message, cancellationToken);
        }

        return (message.IsNotification ? Read(Encoding.UTF8.GetBytes(message.Content), request.ReceivedAt) : Nothing(message.Id, request.ReceivedAt)) with { SentAt = message.SentAt };
    }

    private WebhookReading Read(WebhookRequest request)
    {
        var given = request.Headers.GetValueOrDefault(KeyHeader) ?? "";
        if (Same(given, OwnKey))
        {
            // What lies in our own queue may have lain there while nobody read it.
            return Read(request.Body, request.ReceivedAt) with { SentAt = null };
        }

        return options.Value.NotificationKey is not { Length: > 0 } key ? WebhookReading.Refused($"No key is set under {AmazonOptions.Section}:NotificationKey.")
            : Same(given, key) ? Read(request.Body, request.ReceivedAt)
            : WebhookReading.Refused($"The {KeyHeader} header does not carry the key.");
    }

    internal static WebhookReading Read(byte[] body, DateTimeOffset receivedAt)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var messages = Messages(document.RootElement).ToList();
            return new WebhookReading(null, [.. messages.Select(m => SignalOf(m, receivedAt)).OfType<WebhookSignal>()]) { SentAt = messages.Select(SentAt).Min() };
        }
        catch (JsonException)
        {
            return WebhookReading.Refused("The body is no JSON.");
        }
    }

    private static WebhookReading Nothing(string id, DateTimeOffset at) => new(null, [new WebhookSignal(id, WebhookSubject.Other, null, null, at)]);

    private static DateTimeOffset? SentAt(JsonElement message) =>
        Member(Member(message, "NotificationMetadata"), "PublishTime") is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var at) ? at.ToUniversalTime() : null;

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

        // EventBridge's own wrapping.
        if (Member(root, "detail-type") is not null && Member(root, "detail") is { ValueKind: JsonValueKind.Object } detail)
        {
            return [detail];
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

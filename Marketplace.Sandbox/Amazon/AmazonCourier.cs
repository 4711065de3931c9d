using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>
/// The queue that Amazon writes to, and a bridge such as an operator sets up, which posts each message to an address: with a key, bare or
/// in the wrapping of EventBridge, or through a topic of SNS. A message that is not taken is brought again until it is.
/// </summary>
internal sealed class AmazonCourier : IPostalRules<JsonNode>, IAsyncDisposable
{
    private const int Kept = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentQueue<string> written = new();
    private readonly AmazonQueueStore queue;
    private readonly string key;
    private readonly AmazonBridgeForm form;
    private readonly AmazonTopic topic;
    private readonly NotificationPost<JsonNode> post;
    private volatile string bridge;

    /// <summary>Starts the bridge, where an address is set.</summary>
    public AmazonCourier(SandboxOptions options, AmazonQueueStore queue, AmazonTopic topic, string key, TimeProvider time)
    {
        this.queue = queue;
        this.topic = topic;
        this.key = key;
        form = options.Amazon.NotificationForm;
        bridge = options.Amazon.NotificationAddress;
        post = new NotificationPost<JsonNode>(this, options.Notifications, time);
        AskToConfirm();
    }

    /// <summary>The last ten thousand messages, oldest first.</summary>
    public IReadOnlyCollection<string> Written => written;

    /// <inheritdoc />
    public TimeSpan Patience => TimeSpan.FromSeconds(10);

    /// <summary>Builds the bridge, unless there is one.</summary>
    public void BridgeTo(Uri address)
    {
        if (bridge.Length == 0)
        {
            bridge = address.AbsoluteUri;
            AskToConfirm();
        }
    }

    /// <summary>Writes a message to the queue.</summary>
    public void Send(JsonNode message)
    {
        var text = message.ToJsonString();
        written.Enqueue(text);
        while (written.Count > Kept)
        {
            written.TryDequeue(out _);
        }

        if (bridge.Length == 0)
        {
            queue.Write(text);
        }
        else if (form != AmazonBridgeForm.Sns)
        {
            post.Send(form == AmazonBridgeForm.EventBridge ? Event(message) : message.DeepClone());
        }
        else if (topic.IsConfirmed)
        {
            post.Send(topic.Notice(text));
        }
    }

    /// <inheritdoc />
    public HttpRequestMessage Write(JsonNode letter, bool forged)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, bridge);
        if (form == AmazonBridgeForm.Sns)
        {
            message.Content = new StringContent(topic.Sign(letter.AsObject(), forged), Encoding.UTF8, "text/plain");
            message.Headers.Add("x-amz-sns-message-type", letter["Type"]!.GetValue<string>());
        }
        else
        {
            message.Content = new StringContent(letter.ToJsonString(), Encoding.UTF8, "application/json");
            message.Headers.Add("x-api-key", forged ? "another key" : key);
        }

        return message;
    }

    // A refusal for good would be refused again, so only failures that pass are repeated.
    /// <inheritdoc />
    public bool IsTaken(HttpStatusCode status) => (int)status is not (429 or >= 500);

    /// <inheritdoc />
    public (JsonNode Letter, TimeSpan Wait)? Again(JsonNode letter) => (letter, Pause);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => post.DisposeAsync();

    private void AskToConfirm()
    {
        if (form == AmazonBridgeForm.Sns && bridge.Length > 0)
        {
            post.Send(topic.Question());
        }
    }

    private static JsonObject Event(JsonNode message) => new()
    {
        ["version"] = "0",
        ["id"] = Guid.NewGuid().ToString(),
        ["detail-type"] = message["NotificationType"]?.DeepClone() ?? message["notificationType"]?.DeepClone(),
        ["source"] = "aws.partner/sellingpartnerapi.amazon.com",
        ["detail"] = message.DeepClone(),
    };
}

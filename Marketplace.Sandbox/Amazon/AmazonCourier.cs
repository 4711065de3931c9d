using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>
/// The queue that Amazon writes to, and a bridge such as an operator sets up, which posts each message to an address with
/// a key. A message that is not taken is brought again until it is.
/// </summary>
internal sealed class AmazonCourier : IPostalRules<string>, IAsyncDisposable
{
    private const int Kept = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentQueue<string> written = new();
    private readonly AmazonQueueStore queue;
    private readonly string key;
    private readonly NotificationPost<string> post;
    private volatile string bridge;

    /// <summary>Starts the bridge, where an address is set.</summary>
    public AmazonCourier(SandboxOptions options, AmazonQueueStore queue, string key, TimeProvider time)
    {
        this.queue = queue;
        this.key = key;
        bridge = options.Amazon.NotificationAddress;
        post = new NotificationPost<string>(this, options.Notifications, time);
    }

    /// <summary>The last ten thousand messages, oldest first.</summary>
    public IReadOnlyCollection<string> Written => written;

    /// <inheritdoc />
    public TimeSpan Patience => TimeSpan.FromSeconds(10);

    /// <summary>Builds the bridge, unless there is one.</summary>
    public void BridgeTo(Uri address) => bridge = bridge.Length > 0 ? bridge : address.AbsoluteUri;

    /// <summary>Writes a message to the queue.</summary>
    public void Send(JsonNode message)
    {
        var text = message.ToJsonString();
        written.Enqueue(text);
        while (written.Count > Kept)
        {
            written.TryDequeue(out _);
        }

        if (bridge.Length > 0)
        {
            post.Send(text);
        }
        else
        {
            queue.Write(text);
        }
    }

    /// <inheritdoc />
    public HttpRequestMessage Write(string letter, bool forged)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, bridge) { Content = new StringContent(letter, Encoding.UTF8, "application/json") };
        message.Headers.Add("x-api-key", forged ? "another key" : key);
        return message;
    }

    // A refusal for good would be refused again, so only failures that pass are repeated.
    /// <inheritdoc />
    public bool IsTaken(HttpStatusCode status) => (int)status is not (429 or >= 500);

    /// <inheritdoc />
    public (string Letter, TimeSpan Wait)? Again(string letter) => (letter, Pause);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => post.DisposeAsync();
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Marketplace.Sandbox.Amazon;

/// <summary>
/// The queue that Amazon writes to, and a bridge such as an operator sets up, which posts each message to an address with
/// a key. A message that is not taken is brought again until it is.
/// </summary>
internal sealed class AmazonCourier : IAsyncDisposable
{
    private const int Kept = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Channel<string> channel = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> written = new();
    private readonly CancellationTokenSource end = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly AmazonSandboxOptions options;
    private readonly string key;
    private readonly TimeProvider time;
    private readonly Task work;
    private long number;

    /// <summary>Starts the bridge, where an address is set.</summary>
    public AmazonCourier(AmazonSandboxOptions options, string key, TimeProvider time)
    {
        this.options = options;
        this.key = key;
        this.time = time;
        work = options.NotificationAddress.Length > 0 ? Task.Run(RunAsync) : Task.CompletedTask;
    }

    /// <summary>The last ten thousand messages, oldest first.</summary>
    public IReadOnlyCollection<string> Written => written;

    /// <summary>Writes a message to the queue.</summary>
    public void Send(JsonNode message)
    {
        var text = message.ToJsonString();
        var twice = options.DuplicateNotificationPercent > Interlocked.Increment(ref number) * 37 % 100;
        for (var i = 0; i < (twice ? 2 : 1); i++)
        {
            written.Enqueue(text);
            channel.Writer.TryWrite(text);
        }

        while (written.Count > Kept)
        {
            written.TryDequeue(out _);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        await end.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        end.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var message in channel.Reader.ReadAllAsync(end.Token))
        {
            while (!await IsTakenAsync(message))
            {
                await Task.Delay(Pause, time, end.Token);
            }
        }
    }

    private async Task<bool> IsTakenAsync(string message)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.NotificationAddress) { Content = new StringContent(message, Encoding.UTF8, "application/json") };
            request.Headers.Add("x-api-key", key);
            using var answer = await http.SendAsync(request, end.Token);

            // A refusal for good would be refused again, so only failures that pass are repeated.
            return (int)answer.StatusCode is not (429 or >= 500);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !end.IsCancellationRequested)
        {
            return false;
        }
    }
}

using System.Net;
using System.Threading.Channels;

namespace Marketplace.Sandbox.Hosting;

/// <summary>What a marketplace alone knows of delivering its notifications.</summary>
/// <typeparam name="T">A notification on its way.</typeparam>
internal interface IPostalRules<T>
{
    /// <summary>Time in which an answer must come.</summary>
    TimeSpan Patience { get; }

    /// <summary>The request that carries it.</summary>
    /// <param name="letter">The notification.</param>
    /// <param name="forged">With a proof that does not hold.</param>
    HttpRequestMessage Write(T letter, bool forged);

    /// <summary>Whether this status ends the matter.</summary>
    bool IsTaken(HttpStatusCode status);

    /// <summary>The next attempt and the wait before it; null to give up.</summary>
    (T Letter, TimeSpan Wait)? Again(T letter);
}

/// <summary>
/// Delivers notifications in the background, a few at once, as well or as badly as the options say. Which ones are lost, doubled or
/// held back follows from their number, so that a run can be repeated.
/// </summary>
internal sealed class NotificationPost<T> : IAsyncDisposable
{
    private const int AtOnce = 4;
    private static readonly TimeSpan HeldBack = TimeSpan.FromMilliseconds(400);
    private readonly Channel<(T Letter, bool Forged)> queue = Channel.CreateUnbounded<(T, bool)>();
    private readonly CancellationTokenSource end = new();
    private readonly HttpClient http;
    private readonly IPostalRules<T> rules;
    private readonly NotificationOptions options;
    private readonly TimeProvider time;
    private readonly Task work;
    private long number;

    public NotificationPost(IPostalRules<T> rules, NotificationOptions options, TimeProvider time)
    {
        this.rules = rules;
        this.options = options;
        this.time = time;
        http = new HttpClient { Timeout = rules.Patience };
        work = Task.Run(() => Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(end.Token), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = end.Token }, DeliverAsync));
    }

    /// <summary>Sends a notification off.</summary>
    public void Send(T letter)
    {
        var turn = Interlocked.Increment(ref number);
        if (Meets(options.LostPercent, turn, 53))
        {
            return;
        }

        var delay = TimeSpan.FromSeconds(options.DelaySeconds);
        if (Meets(options.ForgedPercent, turn, 71))
        {
            _ = SendAfterAsync(letter, true, delay);
        }

        // Each copy goes its own way, so that copies of several notifications come mixed.
        var copies = Math.Max(1, options.Copies) + (Meets(options.DuplicatePercent, turn, 37) ? 1 : 0);
        for (var copy = 0; copy < copies; copy++)
        {
            _ = SendAfterAsync(letter, false, delay + (Meets(options.DisorderPercent, turn + copy, 29) ? HeldBack : TimeSpan.Zero));
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await end.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        end.Dispose();
    }

    private static bool Meets(int percent, long turn, int stride) => percent > turn * stride % 100;

    private async Task SendAfterAsync(T letter, bool forged, TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        queue.Writer.TryWrite((letter, forged));
    }

    private async ValueTask DeliverAsync((T Letter, bool Forged) item, CancellationToken cancellationToken)
    {
        if (!await IsTakenAsync(item.Letter, item.Forged, cancellationToken) && !item.Forged && rules.Again(item.Letter) is var (next, wait))
        {
            _ = SendAfterAsync(next, false, wait);
        }
    }

    private async Task<bool> IsTakenAsync(T letter, bool forged, CancellationToken cancellationToken)
    {
        try
        {
            using var message = rules.Write(letter, forged);
            using var answer = await http.SendAsync(message, cancellationToken);
            return rules.IsTaken(answer.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

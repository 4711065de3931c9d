using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Changes;

/// <summary>A listener that gets bursts in one piece.</summary>
internal sealed class ChangeSubscription(
    Guid sellerId,
    IReadOnlyCollection<ChangeTopic> topics,
    TimeSpan interval,
    Func<IReadOnlyList<Change>, Task> handler,
    TimeProvider time,
    ILogger logger,
    Action onDispose) : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<Change> waiting = [];
    private bool running;
    private volatile bool disposed;

    public Guid SellerId => sellerId;

    public void Offer(Change change)
    {
        if (disposed || !topics.Contains(change.Topic))
        {
            return;
        }

        lock (gate)
        {
            waiting.Add(change);
            if (running)
            {
                return;
            }

            running = true;
        }

        _ = DeliverAsync();
    }

    public void OfferAllTopics()
    {
        foreach (var topic in topics)
        {
            Offer(new Change(sellerId, topic));
        }
    }

    public void Dispose()
    {
        disposed = true;
        onDispose();
    }

    private async Task DeliverAsync()
    {
        await Task.Yield();
        while (true)
        {
            Change[] batch;
            lock (gate)
            {
                if (waiting.Count == 0 || disposed)
                {
                    running = false;
                    return;
                }

                batch = [.. waiting];
                waiting.Clear();
            }

            try
            {
                await handler(batch);
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "A listener failed on {Count} changes", batch.Length);
            }

            await Task.Delay(interval, time);
        }
    }
}

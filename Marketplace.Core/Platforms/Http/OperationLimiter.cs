using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Http;

/// <summary>One token bucket per (connection, operation), so that a throttled store delays nobody else.</summary>
public sealed class OperationLimiter(TimeProvider time, IOptions<PlatformHttpOptions> options)
{
    private static readonly TimeSpan LongestWaitOfPeople = TimeSpan.FromSeconds(8);

    // Longer than the slowest published rate; what waits longer waits for a quota of the day, and as stored work rather than in memory.
    private static readonly TimeSpan LongestWaitOfJobs = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(Guid Connection, string Marketplace, string Operation), TokenBucket> buckets = new();
    private readonly ConcurrentDictionary<(Guid Connection, string Operation), Waiting> waiting = new();

    /// <summary>What a store's calls wait for longest now, for the screens; null when nothing waits.</summary>
    public Waiting? WaitingOf(Guid connectionId) =>
        waiting.Where(entry => entry.Key.Connection == connectionId).Select(entry => entry.Value).MaxBy(entry => entry.Until);

    /// <summary>Waits for a place. Returns the time spent waiting.</summary>
    /// <exception cref="ThrottledException">A person would have to wait longer than eight seconds, or a job longer than ten minutes.</exception>
    public async Task<TimeSpan> WaitAsync(OperationPlan operation, Guid connectionId, CallPriority priority, CancellationToken cancellationToken)
    {
        var bucket = BucketOf(operation, connectionId);
        if (bucket.TryTake(priority, out var wait))
        {
            return TimeSpan.Zero;
        }

        var started = time.GetTimestamp();
        var place = (connectionId, operation.Name);
        Waiting? shown = null;
        if (priority == CallPriority.Person)
        {
            bucket.PersonWaits(1);
        }

        try
        {
            do
            {
                var until = time.GetUtcNow() + wait;
                if (wait > (priority == CallPriority.Person ? LongestWaitOfPeople : LongestWaitOfJobs))
                {
                    throw new ThrottledException($"{operation.Marketplace} allows the next {operation.Name} at {until:HH:mm:ss} UTC.", until) { Operation = operation.Name };
                }

                waiting[place] = shown = new Waiting(operation.Name, until);
                await Task.Delay(wait, time, cancellationToken);
            }
            while (!bucket.TryTake(priority, out wait));
        }
        finally
        {
            if (shown is not null)
            {
                // Another caller of the same operation may show a later time, which stays.
                waiting.TryRemove(new(place, shown));
            }

            if (priority == CallPriority.Person)
            {
                bucket.PersonWaits(-1);
            }
        }

        return time.GetElapsedTime(started);
    }

    /// <summary>Time in which the marketplace grants one more call at the rate known now, between one second and five minutes.</summary>
    public TimeSpan OneCall(OperationPlan operation, Guid connectionId) =>
        TimeSpan.FromSeconds(Math.Clamp(1 / BucketOf(operation, connectionId).RatePerSecond, 1, 300));

    /// <summary>How long a number of calls would take a store from now on, for choosing between ways of doing the same.</summary>
    public TimeSpan TimeFor(OperationPlan operation, Guid connectionId, int calls) => BucketOf(operation, connectionId).TimeFor(calls);

    /// <summary>
    /// Takes over a limit that the marketplace has just named, or a time before which it wants no call. A named rate is
    /// the marketplace's own word and is taken as it is, without the factor that applies to published plans.
    /// </summary>
    public void Learn(OperationPlan operation, Guid connectionId, double? ratePerSecond, DateTimeOffset? closedUntil)
    {
        var bucket = BucketOf(operation, connectionId);
        if (ratePerSecond is > 0)
        {
            bucket.SetRate(ratePerSecond.Value);
        }

        if (closedUntil is { } until)
        {
            bucket.CloseUntil(until);
        }
    }

    private TokenBucket BucketOf(OperationPlan operation, Guid connectionId) =>
        buckets.GetOrAdd(
            (connectionId, operation.Marketplace.Value, operation.Name),
            _ => new TokenBucket(operation.RatePerSecond * options.Value.RateFactor, Math.Max(1, operation.Burst * Math.Max(1, options.Value.RateFactor)), time));
}

/// <summary>A wait for a marketplace's limit.</summary>
/// <param name="Operation">The operation that waits.</param>
/// <param name="Until">When it is allowed, UTC.</param>
public sealed record Waiting(string Operation, DateTimeOffset Until);

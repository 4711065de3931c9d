using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Marketplace.Core.Common;

namespace Marketplace.Core.Platforms.Http;

/// <summary>How a call to a marketplace went.</summary>
public enum CallOutcome
{
    /// <summary>As it was meant.</summary>
    Succeeded,

    /// <summary>A limit of the marketplace was reached.</summary>
    Throttled,

    /// <summary>The marketplace refused it.</summary>
    Refused,

    /// <summary>The marketplace or the network failed.</summary>
    Failed,
}

/// <summary>A store's calls of the last hour.</summary>
/// <param name="Calls">All of them.</param>
/// <param name="Failed">Those in which the marketplace or the network failed.</param>
/// <param name="Throttled">Those that met a limit.</param>
public sealed record CallFigures(int Calls, int Failed, int Throttled)
{
    /// <summary>Share of calls that failed, 0 to 1; 0 without calls.</summary>
    public double ErrorRate => Calls == 0 ? 0 : (double)Failed / Calls;
}

/// <summary>Counts calls, for the metrics and for each store's health. In memory: what another instance calls is counted there.</summary>
public sealed class CallMeter(TimeProvider time)
{
    private const int Minutes = 60;

    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>("marketplace.call.duration", "s", "Time from sending a call to a marketplace to its answer.");
    private static readonly Histogram<double> Waited = Telemetry.Meter.CreateHistogram<double>("marketplace.call.wait", "s", "Time that a call waited for the marketplace's limit.");
    private static readonly Counter<long> Throttles = Telemetry.Meter.CreateCounter<long>("marketplace.call.throttled", "{call}", "Calls that met a limit of the marketplace.");
    private readonly ConcurrentDictionary<Guid, Ring> stores = new();

    /// <summary>Notes a call.</summary>
    public void Note(OperationPlan operation, Guid connectionId, CallOutcome outcome, TimeSpan waited, TimeSpan took)
    {
        var marketplace = new KeyValuePair<string, object?>("marketplace", operation.Marketplace.Value);
        var name = new KeyValuePair<string, object?>("operation", operation.Name);
        Duration.Record(took.TotalSeconds, marketplace, name, new("outcome", outcome.ToString().ToLowerInvariant()));
        if (waited > TimeSpan.Zero)
        {
            Waited.Record(waited.TotalSeconds, marketplace, name);
        }

        if (outcome == CallOutcome.Throttled)
        {
            Throttles.Add(1, marketplace, name);
        }

        CallTally.Current?.Add(waited, outcome);
        stores.GetOrAdd(connectionId, _ => new Ring()).Add(Minute(), outcome);
    }

    /// <summary>A store's calls of the last hour.</summary>
    public CallFigures Of(Guid connectionId) => stores.TryGetValue(connectionId, out var ring) ? ring.Sum(Minute()) : new CallFigures(0, 0, 0);

    private long Minute() => time.GetUtcNow().ToUnixTimeSeconds() / 60;

    // A slot for each minute of the hour; one that is met in a later hour begins anew.
    private sealed class Ring
    {
        private readonly (long Minute, int Calls, int Failed, int Throttled)[] slots = new (long, int, int, int)[Minutes];

        public void Add(long minute, CallOutcome outcome)
        {
            lock (slots)
            {
                ref var slot = ref slots[minute % Minutes];
                if (slot.Minute != minute)
                {
                    slot = (minute, 0, 0, 0);
                }

                slot.Calls++;
                slot.Failed += outcome == CallOutcome.Failed ? 1 : 0;
                slot.Throttled += outcome == CallOutcome.Throttled ? 1 : 0;
            }
        }

        public CallFigures Sum(long minute)
        {
            lock (slots)
            {
                var recent = slots.Where(s => s.Minute > minute - Minutes).ToList();
                return new CallFigures(recent.Sum(s => s.Calls), recent.Sum(s => s.Failed), recent.Sum(s => s.Throttled));
            }
        }
    }
}

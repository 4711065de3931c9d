using System.Diagnostics.Metrics;
using Marketplace.Core.Common;

namespace Marketplace.Core.Sync;

/// <summary>Measures runs of jobs.</summary>
internal static class SyncMeter
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>("marketplace.sync.duration", "s", "Time of a run from its start to its end.");
    private static readonly Counter<long> Items = Telemetry.Meter.CreateCounter<long>("marketplace.sync.items", "{item}", "Items that runs have read.");

    /// <summary>Notes a run that ended.</summary>
    public static void Ended(SyncRun run, SyncRunState state, DateTimeOffset at)
    {
        var marketplace = new KeyValuePair<string, object?>("marketplace", run.Marketplace);
        var job = new KeyValuePair<string, object?>("job", run.Job.ToString());
        Duration.Record((at - run.StartedAt).TotalSeconds, marketplace, job, new("state", state.ToString()));
        Items.Add(run.Fetched, marketplace, job);
    }
}

using System.Diagnostics;

namespace Marketplace.Benchmarks.Measuring;

/// <summary>Measures time, processor time, allocations and the largest working set of this process from its making to <see cref="StopAsync"/>.</summary>
public sealed class Meter : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource ended = new();
    private readonly long allocatedBefore;
    private readonly TimeSpan processorBefore;
    private readonly long started;
    private readonly Task watching;
    private long peak;

    private Meter()
    {
        allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        processorBefore = Environment.CpuUsage.TotalTime;
        watching = WatchAsync();
        started = Stopwatch.GetTimestamp();
    }

    /// <summary>Clears up after what was before, and starts.</summary>
    public static Meter Start()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new Meter();
    }

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>Stops, and writes what was measured into a row.</summary>
    public async Task<Figures> StopAsync(Figures row)
    {
        var time = Elapsed;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        await ended.CancelAsync();
        await watching;
        return row with { Time = time, Processor = Environment.CpuUsage.TotalTime - processorBefore, Allocated = allocated, PeakMemory = peak };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await watching;
        ended.Dispose();
    }

    private async Task WatchAsync()
    {
        do
        {
            peak = Math.Max(peak, Environment.WorkingSet);
            await Task.Delay(Glance, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!ended.IsCancellationRequested);
    }
}

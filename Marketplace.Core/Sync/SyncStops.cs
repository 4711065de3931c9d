using System.Collections.Concurrent;

namespace Marketplace.Core.Sync;

/// <summary>Runs of this process that can be stopped at once, even while they wait for a marketplace's limit.</summary>
public sealed class SyncStops
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();

    internal void Add(Guid runId, CancellationTokenSource stop) => running[runId] = stop;

    internal void Remove(Guid runId) => running.TryRemove(runId, out _);

    internal Task StopAsync(Guid runId) => running.TryGetValue(runId, out var stop) ? stop.CancelAsync() : Task.CompletedTask;
}

using System.Collections.Concurrent;

namespace Marketplace.Sandbox.Hosting;

/// <summary>A call that was answered.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Marketplace">Whose.</param>
/// <param name="Operation">Name; empty for an unknown path.</param>
/// <param name="Status">HTTP status; 0 for a cut connection.</param>
/// <param name="Fault">The fault that was acted out.</param>
public sealed record LoggedCall(DateTimeOffset Time, string Marketplace, string Operation, int Status, string? Fault);

/// <summary>The last 100,000 calls and counts over all.</summary>
public sealed class CallLog
{
    private const int Kept = 100_000;
    private readonly ConcurrentQueue<LoggedCall> calls = new();
    private readonly ConcurrentDictionary<(string Marketplace, string Operation, int Status), int> counts = new();

    /// <summary>Calls kept, oldest first.</summary>
    public IReadOnlyList<LoggedCall> Calls => [.. calls];

    /// <summary>How often an operation was answered with a status, since the start.</summary>
    public IReadOnlyDictionary<(string Marketplace, string Operation, int Status), int> Counts => counts;

    /// <summary>Keeps a call.</summary>
    public void Add(LoggedCall call)
    {
        calls.Enqueue(call);
        counts.AddOrUpdate((call.Marketplace, call.Operation, call.Status), 1, (_, count) => count + 1);
        while (calls.Count > Kept)
        {
            calls.TryDequeue(out _);
        }
    }
}

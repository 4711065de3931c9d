namespace Marketplace.Core.Platforms.Http;

/// <summary>Counts the calls that are made from within it, however deep, such as those of one run of a job.</summary>
public sealed class CallTally : IDisposable
{
    private static readonly AsyncLocal<CallTally?> Ambient = new();
    private readonly CallTally? outer;
    private int calls;
    private int failed;
    private long waitedTicks;

    /// <summary>Begins to count.</summary>
    public CallTally()
    {
        outer = Ambient.Value;
        Ambient.Value = this;
    }

    /// <summary>The one that counts here; null where nobody does.</summary>
    public static CallTally? Current => Ambient.Value;

    /// <summary>Calls, each try counted.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>Of these, those in which the marketplace or the network failed.</summary>
    public int Failed => Volatile.Read(ref failed);

    /// <summary>Time spent waiting for limits, over all calls together.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref waitedTicks));

    /// <summary>Ends the count.</summary>
    public void Dispose() => Ambient.Value = outer;

    internal void Add(TimeSpan waited, CallOutcome outcome)
    {
        Interlocked.Increment(ref calls);
        Interlocked.Add(ref waitedTicks, waited.Ticks);
        if (outcome == CallOutcome.Failed)
        {
            Interlocked.Increment(ref failed);
        }
    }
}

namespace Marketplace.Sandbox.Faults;

/// <summary>A fault to act out.</summary>
/// <param name="Marketplace">Where.</param>
/// <param name="Operation">On which operation; null means all.</param>
/// <param name="Kind">What.</param>
/// <param name="Until">When it ends by time, UTC; null when it ends by count.</param>
public sealed record Fault(string Marketplace, string? Operation, FaultKind Kind, DateTimeOffset? Until)
{
    /// <summary>How often it will still happen.</summary>
    public int Left { get; set; }
}

/// <summary>The faults that are armed.</summary>
public sealed class FaultBox(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];

    /// <summary>Arms a fault, by count or by seconds; with neither it happens once.</summary>
    public void Arm(string marketplace, string? operation, FaultKind kind, int? count, double? seconds)
    {
        lock (gate)
        {
            faults.Add(new Fault(marketplace, operation, kind, seconds is { } s ? time.GetUtcNow().AddSeconds(s) : null)
            {
                Left = count ?? (seconds is null ? 1 : int.MaxValue),
            });
        }
    }

    /// <summary>Disarms all.</summary>
    public void Clear()
    {
        lock (gate)
        {
            faults.Clear();
        }
    }

    /// <summary>The fault that this call meets, which is thereby used once; null for fair weather.</summary>
    public FaultKind? Take(string marketplace, string operation)
    {
        lock (gate)
        {
            faults.RemoveAll(f => f.Left <= 0 || f.Until < time.GetUtcNow());
            var fault = faults.FirstOrDefault(f => f.Marketplace == marketplace && (f.Operation is null || string.Equals(f.Operation, operation, StringComparison.OrdinalIgnoreCase)));
            if (fault is null)
            {
                return null;
            }

            fault.Left--;
            return fault.Kind;
        }
    }
}

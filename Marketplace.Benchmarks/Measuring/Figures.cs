using System.Globalization;

namespace Marketplace.Benchmarks.Measuring;

/// <summary>What one case of a benchmark measured; what does not apply is null.</summary>
/// <param name="Benchmark">Name of the benchmark.</param>
/// <param name="Case">What of it.</param>
public sealed record Figures(string Benchmark, string Case)
{
    /// <summary>From the first call to the last commit.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Processor time of the product's process; tells a slow product from a busy machine.</summary>
    public TimeSpan? Processor { get; init; }

    /// <summary>How many were done in that time.</summary>
    public int? Items { get; init; }

    /// <summary>How long each took.</summary>
    public Percentiles? Latency { get; init; }

    /// <summary>Calls to the marketplace.</summary>
    public int? Calls { get; init; }

    /// <summary>Calls that would do, were each page and batch the largest that the marketplace takes.</summary>
    public int? FewestCalls { get; init; }

    /// <summary>Calls that the marketplace refused because of its limits.</summary>
    public int? Throttled { get; init; }

    /// <summary>Time ÷ time of what it is compared with.</summary>
    public double? Ratio { get; init; }

    /// <summary>Bytes that were allocated.</summary>
    public long? Allocated { get; init; }

    /// <summary>Largest working set of the process, bytes.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>What it should be, in words; null where there is no target.</summary>
    public string? Target { get; init; }

    /// <summary>Whether it is.</summary>
    public bool? Met { get; init; }

    /// <summary>Done per second.</summary>
    public double? PerSecond => Items is { } items && Time is { TotalSeconds: > 0 } time ? items / time.TotalSeconds : null;

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", FiguresTable.Columns.Select(c => (c.Name, Value: c.Value(this))).Where(c => c.Value.Length > 0)
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Value}")));
}

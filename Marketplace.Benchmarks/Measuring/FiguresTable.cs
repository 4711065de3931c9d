using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Marketplace.Benchmarks.Measuring;

/// <summary>Figures as a Markdown table.</summary>
public static class FiguresTable
{
    /// <summary>The columns: name, and what a row shows in it; empty where it does not apply.</summary>
    public static IReadOnlyList<(string Name, Func<Figures, string> Value)> Columns { get; } =
    [
        ("benchmark", f => f.Benchmark),
        ("case", f => f.Case),
        ("time s", f => Text(f.Time?.TotalSeconds, "0.00")),
        ("cpu s", f => Text(f.Processor?.TotalSeconds, "0.00")),
        ("per second", f => Text(f.PerSecond, "#,0")),
        ("p50 ms", f => Text(f.Latency?.P50, "0.0")),
        ("p95 ms", f => Text(f.Latency?.P95, "0.0")),
        ("p99 ms", f => Text(f.Latency?.P99, "0.0")),
        ("calls", f => Text(f.Calls, "#,0")),
        ("÷ fewest", f => Text(f.FewestCalls is > 0 and var fewest ? (double?)f.Calls / fewest : null, "0.00")),
        ("429s", f => Text(f.Throttled, "0")),
        ("ratio", f => Text(f.Ratio, "0.00")),
        ("allocated MB", f => Text(f.Allocated / 1e6, "#,0")),
        ("peak MB", f => Text(f.PeakMemory / 1e6, "#,0")),
        ("target", f => f.Target ?? ""),
        ("met", f => f.Met switch { true => "yes", false => "**no**", _ => "" }),
    ];

    /// <summary>The table.</summary>
    public static string Of(IReadOnlyCollection<Figures> rows)
    {
        var used = Columns.Where(c => rows.Any(r => c.Value(r).Length > 0)).ToList();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", used.Select(c => c.Name))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|{string.Concat(used.Select(c => c.Name is "benchmark" or "case" or "target" or "met" ? "---|" : "---:|"))}");
        foreach (var row in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", used.Select(c => c.Value(row)))} |");
        }

        return text.ToString();
    }

    /// <summary>Where it was measured, in one line.</summary>
    public static string Environment(BenchmarkSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{System.Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {settings.Database}, size {settings.Size.ToString().ToLowerInvariant()}; the sandbox runs on the same machine.");

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}

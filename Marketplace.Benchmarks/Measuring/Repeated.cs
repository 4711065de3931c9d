using System.Diagnostics;

namespace Marketplace.Benchmarks.Measuring;

/// <summary>Does something again and again and says how long it took each time.</summary>
internal static class Repeated
{
    private const double MostMilliseconds = 200;

    /// <summary>A row of a query that a grid waits for; the first time, which makes plans and fills caches, is counted like any other.</summary>
    public static async Task<Figures> QueryAsync(string benchmark, string name, int times, Func<Task<int>> query)
    {
        var taken = new List<TimeSpan>(times);
        var rows = 0;
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            rows = await query();
            taken.Add(Stopwatch.GetElapsedTime(started));
        }

        var latency = Percentiles.Of(taken);
        return new Figures(benchmark, $"{name} ({rows:N0})") { Latency = latency, Target = "p95 < 200 ms", Met = latency.P95 < MostMilliseconds };
    }
}

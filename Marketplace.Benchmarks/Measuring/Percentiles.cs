namespace Marketplace.Benchmarks.Measuring;

/// <summary>How long something took, over many times, in milliseconds.</summary>
/// <param name="P50">Half took no longer.</param>
/// <param name="P95">19 of 20 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
public sealed record Percentiles(double P50, double P95, double P99)
{
    /// <summary>The percentiles of some times, by nearest rank.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return sorted.Length == 0
            ? throw new ArgumentException("Percentiles of nothing do not exist.", nameof(times))
            : new Percentiles(Rank(sorted, 0.50), Rank(sorted, 0.95), Rank(sorted, 0.99));
    }

    private static double Rank(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

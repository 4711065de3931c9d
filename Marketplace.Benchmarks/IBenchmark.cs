using Marketplace.Benchmarks.Measuring;

namespace Marketplace.Benchmarks;

/// <summary>Measures one thing.</summary>
public interface IBenchmark
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in one line.</summary>
    string About { get; }

    /// <summary>Measures; a row for each case.</summary>
    IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, CancellationToken cancellationToken);
}

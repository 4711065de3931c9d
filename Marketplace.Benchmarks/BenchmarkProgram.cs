using Marketplace.Benchmarks.Measuring;

namespace Marketplace.Benchmarks;

/// <summary>Measures the product and prints one Markdown table.</summary>
public static class BenchmarkProgram
{
    /// <summary>Runs the benchmarks that the arguments name, or all; see <see cref="BenchmarkSettings.Usage"/>.</summary>
    /// <returns>0, or 2 when the arguments make no sense.</returns>
    public static async Task<int> Main(string[] args)
    {
        if (BenchmarkSettings.Parse(args, out var problem) is not { } settings)
        {
            Console.Error.WriteLine($"{problem}{Environment.NewLine}{BenchmarkSettings.Usage}");
            return 2;
        }

        if (settings.ListOnly)
        {
            foreach (var benchmark in BenchmarkList.All)
            {
                Console.WriteLine($"{benchmark.Name,-20} {benchmark.About}");
            }

            return 0;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        var rows = new List<Figures>();
        foreach (var benchmark in BenchmarkList.Named(settings.Names))
        {
            Console.Error.WriteLine($"{benchmark.Name}: {benchmark.About}");
            await foreach (var row in benchmark.RunAsync(settings, stop.Token))
            {
                Console.Error.WriteLine($"  {row}");
                rows.Add(row);
            }
        }

        var report = $"{FiguresTable.Environment(settings)}{Environment.NewLine}{Environment.NewLine}{FiguresTable.Of(rows)}";
        Console.WriteLine(report);
        if (settings.Output is { } file)
        {
            await File.WriteAllTextAsync(file, report, stop.Token);
        }

        return 0;
    }
}

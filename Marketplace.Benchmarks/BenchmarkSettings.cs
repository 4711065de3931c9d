using Marketplace.Core.Data;

namespace Marketplace.Benchmarks;

/// <summary>What to measure, how much of it, and on which database.</summary>
public sealed record BenchmarkSettings
{
    /// <summary>The arguments, for people.</summary>
    public const string Usage = """
        dotnet run -c Release --project Marketplace.Benchmarks -- [names…] [--list] [--size tiny|small|full] [--database Sqlite|Postgres]
            [--postgres "Host=127.0.0.1;Username=postgres"] [--output file.md]
        """;

    /// <summary>Benchmarks to run; empty means all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Only print what there is.</summary>
    public bool ListOnly { get; init; }

    /// <summary>How much of everything.</summary>
    public BenchmarkSize Size { get; init; } = BenchmarkSize.Small;

    /// <summary>The product's database.</summary>
    public DatabaseProvider Database { get; init; }

    /// <summary>A PostgreSQL server on which databases may be made and dropped; null where there is none.</summary>
    public string? Postgres { get; init; }

    /// <summary>File that the table is written to as well.</summary>
    public string? Output { get; init; }

    /// <summary>The number that goes with the size.</summary>
    public int Pick(int tiny, int small, int full) => Size switch
    {
        BenchmarkSize.Tiny => tiny,
        BenchmarkSize.Small => small,
        _ => full,
    };

    /// <summary>Reads the arguments; null and a reason when they make no sense.</summary>
    public static BenchmarkSettings? Parse(IReadOnlyList<string> arguments, out string? problem)
    {
        var settings = new BenchmarkSettings();
        var names = new List<string>();
        problem = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--list":
                    settings = settings with { ListOnly = true };
                    break;
                case "--size" when Enum.TryParse<BenchmarkSize>(value, ignoreCase: true, out var size):
                    (settings, i) = (settings with { Size = size }, i + 1);
                    break;
                case "--database" when Enum.TryParse<DatabaseProvider>(value, ignoreCase: true, out var provider):
                    (settings, i) = (settings with { Database = provider }, i + 1);
                    break;
                case "--postgres" when value.Length > 0:
                    (settings, i) = (settings with { Postgres = value }, i + 1);
                    break;
                case "--output" when value.Length > 0:
                    (settings, i) = (settings with { Output = value }, i + 1);
                    break;
                case var name when BenchmarkList.All.Any(b => b.Name == name):
                    names.Add(name);
                    break;
                case var unknown:
                    problem = $"'{unknown}' is neither a benchmark nor a complete option.";
                    return null;
            }
        }

        if (settings is { Database: DatabaseProvider.Postgres, Postgres: null })
        {
            problem = "--database Postgres needs --postgres with the connection string of a server.";
            return null;
        }

        return settings with { Names = names };
    }
}

/// <summary>How much of everything is measured.</summary>
public enum BenchmarkSize
{
    /// <summary>Enough to see that a benchmark works; its figures mean nothing.</summary>
    Tiny,

    /// <summary>Minutes.</summary>
    Small,

    /// <summary>The sizes of the targets.</summary>
    Full,
}

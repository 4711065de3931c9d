using Marketplace.Benchmarks;
using Marketplace.Benchmarks.Measuring;
using Marketplace.Core.Data;
using Marketplace.Tests.Browser;

namespace Marketplace.Tests.Benchmarks;

/// <summary>Every benchmark at a tiny size, so that none rots. Their figures are judged elsewhere.</summary>
public sealed class BenchmarkSmokeTests
{
    public static TheoryData<string> Names => new(BenchmarkList.All.Select(b => b.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_Tiny_MeasuresEveryCase(string name)
    {
        if (name == "open-pages")
        {
            Chrome.Demand();
        }

        var rows = new List<Figures>();
        await foreach (var row in BenchmarkList.Named([name]).Single().RunAsync(new BenchmarkSettings { Size = BenchmarkSize.Tiny }, TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Time > TimeSpan.Zero || row.Latency is { P50: > 0, P99: < 60_000 }, row.ToString()));
        Assert.All(rows, row => Assert.True(row.Throttled is null or 0, row.ToString()));
        Assert.All(rows, row => Assert.True(row.Calls is null || row.FewestCalls is null || row.Calls >= row.FewestCalls, row.ToString()));
    }

    [Fact]
    public void Parse_NamesAndOptions_AreUnderstood()
    {
        var settings = BenchmarkSettings.Parse(["webhook", "--size", "full", "--database", "postgres", "--postgres", "Host=db", "--output", "out.md", "cold-start"], out var problem);

        Assert.Null(problem);
        Assert.Equal(["webhook", "cold-start"], settings!.Names);
        Assert.Equal((BenchmarkSize.Full, DatabaseProvider.Postgres, "Host=db", "out.md"), (settings.Size, settings.Database, settings.Postgres, settings.Output));
    }

    [Theory]
    [InlineData("teleportation")]
    [InlineData("--size")]
    [InlineData("--size", "huge")]
    [InlineData("--database", "Postgres")]
    public void Parse_Nonsense_IsRefusedWithAReason(params string[] arguments)
    {
        Assert.Null(BenchmarkSettings.Parse(arguments, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void Table_LeavesOutColumnsThatNobodyUses()
    {
        var table = FiguresTable.Of([new Figures("b", "c") { Time = TimeSpan.FromSeconds(2), Items = 10, Target = "t", Met = false }]);

        Assert.Equal("| benchmark | case | time s | per second | target | met |", table.Split(Environment.NewLine)[0]);
        Assert.Equal("| b | c | 2.00 | 5 | t | **no** |", table.Split(Environment.NewLine)[2]);
    }

    [Fact]
    public void Percentiles_AreByNearestRank()
    {
        var percentiles = Percentiles.Of(Enumerable.Range(1, 100).Select(i => TimeSpan.FromMilliseconds(i)));

        Assert.Equal(new Percentiles(50, 95, 99), percentiles);
    }
}

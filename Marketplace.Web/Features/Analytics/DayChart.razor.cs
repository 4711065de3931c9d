using System.Globalization;
using Marketplace.Core.Insights.Analytics;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Analytics;

/// <summary>A number by day, stacked by channel in the channels' colours. Long periods are drawn by week or month so that bars stay readable.</summary>
public sealed partial class DayChart(PlatformCatalog platforms)
{
    private static readonly int[] Rounds = [1, 2, 5, 10];
    private const int MostBars = 31;
    private const int MostLabels = 5;
    private string[] labels = [];
    private StackedBarChartOptions options = new();

    /// <summary>Heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The report.</summary>
    [Parameter, EditorRequired]
    public FulfillmentReport Report { get; set; } = null!;

    /// <summary>The number of a channel on a day.</summary>
    [Parameter, EditorRequired]
    public Func<DayFigures, double> Value { get; set; } = null!;

    private List<ChartSeries<double>> Series { get; set; } = [];

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var step = (Report.Period.Days + MostBars - 1) / MostBars;
        var bars = (Report.Period.Days + step - 1) / step;
        var every = (bars + MostLabels - 1) / MostLabels;
        labels = [.. Enumerable.Range(0, bars).Select(bar => bar % every == 0 ? Report.Period.From.AddDays(bar * step).ToString("d MMM", CultureInfo.InvariantCulture) : "")];
        var shown = platforms.All.Where(p => Report.Days.Any(d => d.Marketplace == p.Key.Value)).ToList();
        var sums = shown.Select(platform => SumsOf(platform.Key.Value, step, bars)).ToList();
        Series = [.. shown.Zip(sums, (platform, data) => new ChartSeries<double> { Name = platform.Descriptor.Name, Data = data })];
        options = new() { ChartPalette = [.. shown.Select(platform => platform.Descriptor.Color)], YAxisFormat = "N0", YAxisTicks = StepOf(sums, bars), ShowZeroValues = false };
    }

    // About five lines, at round numbers.
    private static int StepOf(List<double[]> sums, int bars)
    {
        var highest = Enumerable.Range(0, bars).Max(bar => sums.Sum(channel => channel[bar]));
        var rough = Math.Max(1, highest / 5);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var digit = Rounds.First(round => round * power >= rough);
        return (int)Math.Min(int.MaxValue, digit * power);
    }

    private double[] SumsOf(string marketplace, int step, int bars)
    {
        var sums = new double[bars];
        foreach (var day in Report.Days.Where(d => d.Marketplace == marketplace))
        {
            sums[(day.Day.DayNumber - Report.Period.From.DayNumber) / step] += Value(day);
        }

        return sums;
    }
}

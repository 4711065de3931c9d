using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Insights.Analytics;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Analytics;

/// <summary>Selling and shipping over a period, in figures, charts and lists.</summary>
public sealed partial class AnalyticsPage
{
    private const int SkusShown = 10;
    private AnalyticsUrl url = AnalyticsUrl.Parse(null, null, null, null);
    private FulfillmentReport? report;

    /// <summary>Length of the period up to today.</summary>
    [SupplyParameterFromQuery(Name = "days")]
    public int? Days { get; set; }

    /// <summary>First day of an own period.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>Last day of an own period.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>Key of one marketplace.</summary>
    [SupplyParameterFromQuery(Name = "channel")]
    public string? Channel { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Orders, ChangeTopic.Fulfillment];

    [Inject]
    private AnalyticsQueries Analytics { get; set; } = null!;

    [Inject]
    private ViewerTime Viewer { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // The currency with the most revenue is drawn; the others are named beside it, for sums of different moneys mean nothing.
    private string? Currency => report?.Figures.Revenue.Select(sum => sum.Currency).FirstOrDefault();

    private string RevenueTitle => Currency is null ? "Revenue" : $"Revenue in {Currency}";

    private string RevenueText => report!.Figures.Revenue.Count == 0 ? "–" : report.Figures.Revenue[0].ToString();

    private IReadOnlyList<string> OtherRevenue => [.. report!.Figures.Revenue.Skip(1).Select(sum => $"and {sum}")];

    private Trend RevenueTrend => Trend.Of(InMajor(report!.Figures.Revenue), InMajor(report.Previous.Revenue), true);

    private IReadOnlyList<CountOf> Skus => [.. report!.Skus.Take(SkusShown).Select(sku => new CountOf(sku.Sku is null ? sku.Title : $"{sku.Sku} · {sku.Title}", sku.Items))];

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        url = AnalyticsUrl.Parse(Days, From, To, Channel);
        return LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task LoadAsync() =>
        report = await Analytics.ReportAsync(await Seller.IdAsync(), url.Period(Viewer.Now, Viewer.Zone), url.Channel, CancellationToken.None);

    private double RevenueOf(DayFigures day) => InMajor(day.Revenue) ?? 0;

    private double? InMajor(IReadOnlyList<Money> sums) =>
        sums.Where(sum => sum.Currency == Currency).Select(sum => (double?)(double)sum.Major).FirstOrDefault();

    private void ChooseFrom(ChangeEventArgs choice) => Go(choice.Value as string, Text(report!.Period.To));

    private void ChooseTo(ChangeEventArgs choice) => Go(Text(report!.Period.From), choice.Value as string);

    private void Go(string? from, string? to) => Navigation.NavigateTo(AnalyticsUrl.Parse(url.Days, from, to, url.Channel).ToString());
}

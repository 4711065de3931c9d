using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Marketplace.Core.Accounts;
using Marketplace.Core.Common;
using Marketplace.Core.Insights.Analytics;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>How selling and shipping went, as numbers for programs and as a table for spreadsheets.</summary>
public static class AnalyticsEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapAnalytics(this RouteGroupBuilder group) => group
        .MapGet("/fulfillment/analytics", ReadAsync).Needs(Right.ViewAnalytics)
        .WithSummary("Orders, revenue, speed, punctuality, carriers and refusals of a period beside the one before; the numbers of the page Analytics.")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Maps the tables for the signed-in seller's browser.</summary>
    public static void MapAnalyticsDownload(this IEndpointRouteBuilder app) =>
        app.MapGet("analytics/{table:regex(^(days|lists)$)}.csv", TableAsync).Needs(Right.ViewAnalytics).ExcludeFromDescription();

    private static async Task<Results<Ok<ReportAnswer>, ProblemHttpResult>> ReadAsync(
        HttpContext http, AnalyticsQueries analytics, PlatformCatalog catalog, TimeProvider time, CancellationToken cancellationToken,
        DateOnly? from = null, DateOnly? to = null, string? zone = null, string? platform = null, [Range(1, AnalyticsPeriod.MostDays)] int days = 30)
    {
        var channel = platform is { Length: > 0 } ? catalog.TryGet(platform, out var found) ? found.Key.Value : throw new UnknownMarketplaceException(platform) : null;
        return PeriodOf(from, to, zone, days, time, out var problem) is { } period
            ? TypedResults.Ok(ReportAnswer.Of(await analytics.ReportAsync(http.User.SellerId(), period, channel, cancellationToken)))
            : TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TableAsync(
        string table, HttpContext http, AnalyticsQueries analytics, TimeProvider time, CancellationToken cancellationToken,
        DateOnly? from = null, DateOnly? to = null, string? zone = null, string? channel = null, [Range(1, AnalyticsPeriod.MostDays)] int days = 30)
    {
        if (PeriodOf(from, to, zone, days, time, out var problem) is not { } period)
        {
            return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        }

        var report = await analytics.ReportAsync(http.User.SellerId(), period, channel, cancellationToken);
        var isDays = table == "days";
        var name = string.Create(CultureInfo.InvariantCulture, $"{(isDays ? "orders" : "lists")}-{period.From:yyyy-MM-dd}-{period.To:yyyy-MM-dd}.csv");
        return TypedResults.File(Encoding.UTF8.GetBytes(isDays ? AnalyticsTable.Csv(report) : AnalyticsTable.ListsCsv(report)), "text/csv; charset=utf-8", name);
    }

    private static AnalyticsPeriod? PeriodOf(DateOnly? from, DateOnly? to, string? zone, int days, TimeProvider time, out string? problem)
    {
        problem = null;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone is { Length: > 0 } ? zone : "UTC", out var known))
        {
            problem = "The time zone is not known here. Give an IANA name such as Europe/Berlin.";
            return null;
        }

        try
        {
            return (from, to) switch
            {
                (null, null) => AnalyticsPeriod.Last(days, time.GetUtcNow(), known),
                ({ } first, { } last) => new AnalyticsPeriod(first, last, known),
                _ => throw new ArgumentException("Give both from and to, or neither."),
            };
        }
        catch (ArgumentException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    private static IReadOnlyList<OrderEndpoints.Amount> Amounts(IReadOnlyList<Money> sums) => [.. sums.Select(OrderEndpoints.Amount.Of)];

    /// <summary>A period in numbers; hours and rates are null where nothing was shipped.</summary>
    public sealed record FiguresAnswer(
        int Orders, int Items, int Cancelled, IReadOnlyList<OrderEndpoints.Amount> Revenue, int Shipped, int OnTime, double? OnTimeRate, double? MedianHoursToShip, double? SlowestTenthHours)
    {
        internal static FiguresAnswer Of(ReportFigures figures) => new(
            figures.Orders, figures.Items, figures.Cancelled, Amounts(figures.Revenue), figures.Shipped, figures.OnTime, figures.OnTimeRate, figures.MedianHoursToShip, figures.SlowestTenthHours);
    }

    /// <summary>A channel beside its own period before.</summary>
    public sealed record ChannelAnswer(string Platform, FiguresAnswer Figures, FiguresAnswer Previous);

    /// <summary>A channel on a day.</summary>
    public sealed record DayAnswer(DateOnly Day, string Platform, int Orders, int Items, int Cancelled, IReadOnlyList<OrderEndpoints.Amount> Revenue);

    /// <summary>The report. Days begin at midnight of <paramref name="Zone"/>.</summary>
    public sealed record ReportAnswer(
        DateOnly From, DateOnly To, string Zone, FiguresAnswer Figures, FiguresAnswer Previous, IReadOnlyList<DayAnswer> Days,
        IReadOnlyList<ChannelAnswer> Channels, IReadOnlyList<CountOf> Carriers, IReadOnlyList<SkuFigures> Skus, IReadOnlyList<CountOf> Failures, int LateNow, int AtRiskNow)
    {
        internal static ReportAnswer Of(FulfillmentReport report) => new(
            report.Period.From, report.Period.To, report.Period.Zone.Id, FiguresAnswer.Of(report.Figures), FiguresAnswer.Of(report.Previous),
            [.. report.Days.Select(d => new DayAnswer(d.Day, d.Marketplace, d.Orders, d.Items, d.Cancelled, Amounts(d.Revenue)))],
            [.. report.Channels.Select(c => new ChannelAnswer(c.Marketplace, FiguresAnswer.Of(c.Figures), FiguresAnswer.Of(c.Previous)))],
            report.Carriers, report.Skus, report.Failures, report.LateNow, report.AtRiskNow);
    }
}

using System.Globalization;
using Marketplace.Core.Insights.Analytics;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Analytics;

/// <summary>What the analytics page shows, as its address tells it.</summary>
/// <param name="Days">Length of the period up to today; used where no own days are named.</param>
/// <param name="From">First day of an own period.</param>
/// <param name="To">Last day of it.</param>
/// <param name="Channel">Key of one marketplace; null for all.</param>
public sealed record AnalyticsUrl(int Days, DateOnly? From, DateOnly? To, string? Channel)
{
    /// <summary>Days up to today that can be chosen at once.</summary>
    public static IReadOnlyList<int> Presets { get; } = [7, 30, 90, 365];

    private const int Usual = 30;

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static AnalyticsUrl Parse(int? days, string? from, string? to, string? channel)
    {
        var (first, last) = (Day(from), Day(to));
        var isPeriod = first is not null && last is not null && first <= last && last.Value.DayNumber - first.Value.DayNumber < AnalyticsPeriod.MostDays;
        return new AnalyticsUrl(days is >= 1 and <= AnalyticsPeriod.MostDays ? days.Value : Usual, isPeriod ? first : null, isPeriod ? last : null, string.IsNullOrWhiteSpace(channel) ? null : channel);
    }

    /// <summary>The period in the viewer's zone.</summary>
    public AnalyticsPeriod Period(DateTimeOffset now, TimeZoneInfo zone) =>
        From is { } from && To is { } to ? new AnalyticsPeriod(from, to, zone) : AnalyticsPeriod.Last(Days, now, zone);

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address("analytics", [.. Parts()]);

    /// <summary>Address of the same numbers as a table: "days" or "lists".</summary>
    public string Export(string table, AnalyticsPeriod period) => Query.Address(
        $"analytics/{table}.csv", ("from", Text(period.From)), ("to", Text(period.To)), ("zone", period.Zone.Id), ("channel", Channel));

    private IEnumerable<(string, string?)> Parts() =>
    [
        ("days", From is null && Days != Usual ? Days.ToString(CultureInfo.InvariantCulture) : null),
        ("from", From is { } from ? Text(from) : null),
        ("to", To is { } to ? Text(to) : null),
        ("channel", Channel),
    ];

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

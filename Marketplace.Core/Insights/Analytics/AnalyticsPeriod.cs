namespace Marketplace.Core.Insights.Analytics;

/// <summary>Whole days of a time zone, first and last included.</summary>
public sealed record AnalyticsPeriod
{
    /// <summary>Most days of a period.</summary>
    public const int MostDays = 366;

    /// <summary>Makes a period.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="zone">Whose midnight counts.</param>
    /// <exception cref="ArgumentException">The last day lies before the first, or there are more than <see cref="MostDays"/> of them.</exception>
    public AnalyticsPeriod(DateOnly from, DateOnly to, TimeZoneInfo zone)
    {
        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
        {
            throw new ArgumentException($"A period has 1 to {MostDays} days, the first before the last; this one goes from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}.");
        }

        (From, To, Zone) = (from, to, zone);
    }

    /// <summary>First day.</summary>
    public DateOnly From { get; }

    /// <summary>Last day.</summary>
    public DateOnly To { get; }

    /// <summary>Whose midnight counts.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Number of days.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Start of the first day, UTC.</summary>
    public DateTimeOffset Start => MidnightOf(From);

    /// <summary>End of the last day, UTC; not included itself.</summary>
    public DateTimeOffset End => MidnightOf(To.AddDays(1));

    /// <summary>As many days just before.</summary>
    public AnalyticsPeriod Previous => new(From.AddDays(-Days), From.AddDays(-1), Zone);

    /// <summary>The last days up to today.</summary>
    public static AnalyticsPeriod Last(int days, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return new AnalyticsPeriod(today.AddDays(1 - days), today, zone);
    }

    /// <summary>The day in which a time lies.</summary>
    public DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, Zone).DateTime);

    // A midnight that the clocks leap over is the first moment after the leap.
    private DateTimeOffset MidnightOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

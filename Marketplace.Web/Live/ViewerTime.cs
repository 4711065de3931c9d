namespace Marketplace.Web.Live;

/// <summary>The viewer's time zone, as the browser tells it; UTC until it has. One per circuit.</summary>
public sealed class ViewerTime(TimeProvider time, ILogger<ViewerTime> logger)
{
    /// <summary>The zone in which times are told.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>End of the viewer's day, UTC.</summary>
    public DateTimeOffset DayEnds
    {
        get
        {
            var midnight = Local(Now).Date.AddDays(1);

            // Where the clocks are put forward at midnight, the day ends with the first time that there is.
            while (Zone.IsInvalidTime(midnight))
            {
                midnight = midnight.AddMinutes(30);
            }

            return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
        }
    }

    /// <summary>Takes the zone's IANA name; an unknown one leaves UTC.</summary>
    public void Use(string? zone)
    {
        if (zone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            logger.LogInformation("The browser's time zone {Zone} is not known here; times are told in UTC", zone);
            return;
        }

        Zone = found;
    }

    /// <summary>A time as the viewer's clock shows it.</summary>
    public DateTimeOffset Local(DateTimeOffset utc) => TimeZoneInfo.ConvertTime(utc, Zone);
}

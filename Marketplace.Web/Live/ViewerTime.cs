namespace Marketplace.Web.Live;

/// <summary>The viewer's time zone, as the browser tells it; UTC until it has. One per circuit.</summary>
public sealed class ViewerTime(TimeProvider time, ILogger<ViewerTime> logger)
{
    /// <summary>The zone in which times are told.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

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

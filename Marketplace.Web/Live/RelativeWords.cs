using System.Globalization;

namespace Marketplace.Web.Live;

/// <summary>Distances in time, in words.</summary>
public static class RelativeWords
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(45);

    /// <summary>"just now", "4 min ago", "in 3 h", "2 d ago"; a date where it is more than thirty days away.</summary>
    public static string Of(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = (at - now).Duration();
        return distance < Moment ? "just now"
            : distance > TimeSpan.FromDays(30) ? at.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
            : at > now ? $"in {Length(distance)}" : $"{Length(distance)} ago";
    }

    /// <summary>A length of time by its largest unit, rounded down: "4 min", "3 h", "2 d".</summary>
    public static string Length(TimeSpan length) =>
        length.TotalHours < 1 ? $"{Math.Max(1, (int)length.TotalMinutes)} min"
        : length.TotalDays < 2 ? $"{(int)length.TotalHours} h"
        : $"{(int)length.TotalDays} d";

    /// <summary>A time to the minute with its zone, as tooltips show it.</summary>
    public static string Exact(DateTimeOffset local, TimeZoneInfo zone) =>
        local.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + (zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime ? " UTC" : "");
}

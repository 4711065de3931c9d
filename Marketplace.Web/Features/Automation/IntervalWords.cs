using System.Globalization;

namespace Marketplace.Web.Features.Automation;

/// <summary>Times between runs in words.</summary>
public static class IntervalWords
{
    /// <summary>"15 minutes", "1 hour", "2 hours 30 minutes", "5 seconds".</summary>
    public static string Of(TimeSpan time)
    {
        var parts = new[] { Part(time.Days, "day"), Part(time.Hours, "hour"), Part(time.Minutes, "minute"), Part(time.Seconds, "second") };
        return string.Join(' ', parts.OfType<string>());
    }

    private static string? Part(int count, string unit) => count switch
    {
        0 => null,
        1 => $"1 {unit}",
        _ => $"{count.ToString(CultureInfo.InvariantCulture)} {unit}s",
    };
}

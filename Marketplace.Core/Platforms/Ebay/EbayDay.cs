namespace Marketplace.Core.Platforms.Ebay;

/// <summary>eBay's day: call quotas start afresh at midnight Pacific time.</summary>
internal static class EbayDay
{
    private static readonly TimeZoneInfo? Pacific = TimeZoneInfo.TryFindSystemTimeZoneById("America/Los_Angeles", out var zone) ? zone : null;

    /// <summary>The next midnight Pacific, UTC. Without time-zone data the winter offset is taken, which is at most an hour late.</summary>
    public static DateTimeOffset NextStart(DateTimeOffset now)
    {
        if (Pacific is null)
        {
            return new DateTimeOffset(now.ToOffset(TimeSpan.FromHours(-8)).Date.AddDays(1), TimeSpan.FromHours(-8)).ToUniversalTime();
        }

        var midnight = TimeZoneInfo.ConvertTime(now, Pacific).Date.AddDays(1);
        return new DateTimeOffset(midnight, Pacific.GetUtcOffset(midnight)).ToUniversalTime();
    }
}

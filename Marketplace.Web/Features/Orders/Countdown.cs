using System.Globalization;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Live;

namespace Marketplace.Web.Features.Orders;

/// <summary>How much time is left to hand a parcel over.</summary>
/// <param name="Text">In words.</param>
/// <param name="Tone">How pressing it is.</param>
public sealed record Countdown(string Text, StatusTone Tone)
{
    /// <summary>Late, within a day, or the day on which it is due.</summary>
    /// <param name="shipBy">Latest time, UTC.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="local">The latest time on the viewer's clock.</param>
    public static Countdown Of(DateTimeOffset shipBy, DateTimeOffset now, DateTimeOffset local)
    {
        var left = shipBy - now;
        return left < TimeSpan.Zero ? new Countdown($"{RelativeWords.Length(-left)} late", StatusTone.Bad)
            : left <= TimeSpan.FromHours(24) ? new Countdown($"{RelativeWords.Length(left)} left", StatusTone.Caution)
            : new Countdown(local.ToString("ddd d MMM", CultureInfo.InvariantCulture), StatusTone.Neutral);
    }
}

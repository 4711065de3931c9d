using System.Globalization;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Analytics;

/// <summary>A number beside the one of the period before.</summary>
/// <param name="Text">The difference in words; null where there is nothing to compare.</param>
/// <param name="Tone">How it should be taken.</param>
public sealed record Trend(string? Text, StatusTone Tone)
{
    /// <summary>A difference in hundredths of the earlier number.</summary>
    /// <param name="now">The period's number.</param>
    /// <param name="before">The number of the period before.</param>
    /// <param name="moreIsBetter">Whether a rise is good news.</param>
    public static Trend Of(double? now, double? before, bool moreIsBetter)
    {
        if (now is null || before is null or 0)
        {
            return new Trend(null, StatusTone.Neutral);
        }

        var change = (now.Value - before.Value) / before.Value;
        var percent = Math.Round(change * 100, MidpointRounding.AwayFromZero);
        var tone = percent == 0 ? StatusTone.Neutral : (percent > 0) == moreIsBetter ? StatusTone.Good : StatusTone.Caution;
        var sign = percent > 0 ? "+" : percent < 0 ? "−" : "±";
        return new Trend($"{sign}{Math.Abs(percent).ToString("N0", CultureInfo.InvariantCulture)} % to the period before", tone);
    }
}

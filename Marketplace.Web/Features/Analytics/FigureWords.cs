using System.Globalization;

namespace Marketplace.Web.Features.Analytics;

/// <summary>Figures as people read them; a dash where there is none.</summary>
public static class FigureWords
{
    /// <summary>A share of 0 to 1.</summary>
    public static string Percent(double? share) => share is { } known ? $"{(known * 100).ToString("0.#", CultureInfo.InvariantCulture)} %" : "–";

    /// <summary>A time in hours.</summary>
    public static string Hours(double? hours) => hours switch
    {
        null => "–",
        < 1 => $"{(hours.Value * 60).ToString("0", CultureInfo.InvariantCulture)} min",
        < 48 => $"{hours.Value.ToString("0.#", CultureInfo.InvariantCulture)} h",
        _ => $"{(hours.Value / 24).ToString("0.#", CultureInfo.InvariantCulture)} days",
    };
}

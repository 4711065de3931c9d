using System.Globalization;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Reads the day on which a parcel was handed over, in the forms in which people and programs write it.</summary>
internal static class ShipDate
{
    // Days and months change places from country to country; the sale and today tell which is which.
    private static readonly string[] Forms =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "d-M-yyyy", "M-d-yyyy", "d.M.yyyy", "M/d/yyyy", "d/M/yyyy", "MMM-d-yyyy", "d-MMM-yyyy", "MMM-dd-yy", "d-MMM-yy", "d MMM yyyy", "MMM d, yyyy", "yyyy年M月d日",
        "yyyy-M-d H:mm", "yyyy-M-d H:mm:ss", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss",
        "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss tt", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss", "d-M-yyyy H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss",
    ];

    // Workbooks count days from here, with a leap day in 1900 that never was.
    private static readonly DateTimeOffset WorkbookEpoch = new(1899, 12, 30, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The day, UTC; of several readings the one nearest to today. Null where none lies between the sale and today.</summary>
    /// <param name="written">As written; null for none.</param>
    /// <param name="placedAt">When the buyer ordered.</param>
    /// <param name="now">Now.</param>
    public static DateTimeOffset? Read(string? written, DateTimeOffset placedAt, DateTimeOffset now)
    {
        // A day's room on both sides, for the seller's own day may have begun earlier or last longer than ours.
        var (earliest, latest) = (placedAt.AddDays(-1), now.AddDays(1));
        return Readings(written).Where(day => day >= earliest && day <= latest).Select(day => (DateTimeOffset?)day).Max();
    }

    private static IEnumerable<DateTimeOffset> Readings(string? written)
    {
        if (written is null)
        {
            yield break;
        }

        foreach (var form in Forms)
        {
            if (DateTimeOffset.TryParseExact(written, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var day))
            {
                yield return day;
            }
        }

        if (written.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            yield return moment;
        }

        if (double.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial is > 20_000 and < 80_000)
        {
            yield return WorkbookEpoch.AddDays(serial);
        }
    }
}

using System.Text.RegularExpressions;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment;

/// <summary>Reads tracking numbers as people and spreadsheets write them, and checks them by a marketplace's rules.</summary>
public static partial class TrackingNumber
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Without blanks, and without the apostrophe by which spreadsheets mark text.</summary>
    public static string Normalize(string? written) =>
        written is null ? "" : Blanks().Replace(written.Trim().TrimStart('\''), "");

    /// <summary>Whether two numbers name the same parcel: letters' case, blanks and hyphens do not count.</summary>
    public static bool Same(string? left, string? right) =>
        string.Equals(Bare(left), Bare(right), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a spreadsheet has turned the digits into a power of ten ("9.4E+21"), which loses them.</summary>
    public static bool IsScientific(string written) => Scientific().IsMatch(written.Trim());

    /// <summary>Whether a spreadsheet has taken an id for a day ("12-May", "2026-05-03").</summary>
    public static bool IsDate(string written) => Day().IsMatch(written.Trim());

    /// <summary>Whether all digits behind the fifteenth, the last that a spreadsheet keeps of a number, are zeros.</summary>
    public static bool IsCutOff(string number) => number.Length >= 18 && number.All(char.IsAsciiDigit) && number.AsSpan(15).TrimEnd('0').IsEmpty;

    /// <summary>Why the number cannot be sent, in plain words; null when it can.</summary>
    /// <param name="number">A normalised number.</param>
    /// <param name="marketplace">Whose rules count.</param>
    public static string? Problem(string number, MarketplaceDescriptor marketplace)
    {
        if (number.Length == 0)
        {
            return "Enter the tracking number.";
        }

        if (IsScientific(number))
        {
            return $"The spreadsheet turned the tracking number into {number} and lost digits. Format the column as text and enter it again.";
        }

        if (IsDate(number))
        {
            return $"The spreadsheet turned the tracking number into the date {number}. Format the column as text and enter it again.";
        }

        var rules = marketplace.Tracking;
        if (number.Length > rules.MaxLength)
        {
            return $"The tracking number has {number.Length} characters; {marketplace.Name} takes at most {rules.MaxLength}.";
        }

        return Regex.IsMatch(number, $@"\A(?:{rules.Pattern})\z", RegexOptions.CultureInvariant, PatternTimeout)
            ? null
            : $"{marketplace.Name} does not take this tracking number: {rules.PatternInWords}.";
    }

    private static string Bare(string? number) => Separators().Replace(number ?? "", "");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\s\-']+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"^[0-9]+([.,][0-9]+)?E\+?[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Scientific();

    [GeneratedRegex("^([0-9]{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(-[0-9]{2,4})?|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})$", RegexOptions.IgnoreCase)]
    private static partial Regex Day();
}

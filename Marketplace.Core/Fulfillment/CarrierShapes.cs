using System.Text.RegularExpressions;

namespace Marketplace.Core.Fulfillment;

/// <summary>What a tracking number's form says of its carrier.</summary>
/// <param name="Key">The carrier's key in <see cref="CarrierSynonyms"/>.</param>
/// <param name="Fits">Whether the check digit fits; null where the form has none.</param>
internal sealed record CarrierShape(string Key, bool? Fits);

/// <summary>
/// Tells the carrier by a tracking number's form and check digit. Forms that several carriers share name nobody, and a form of
/// digits alone counts only where its check digit fits, for chance makes those.
/// </summary>
internal static partial class CarrierShapes
{
    /// <summary>The carrier's key in <see cref="CarrierSynonyms"/>; null when the number tells nothing.</summary>
    public static string? Detect(string number) => Of(number)?.Key;

    /// <summary>What the number's form says; null when it says nothing.</summary>
    public static CarrierShape? Of(string number)
    {
        var text = number.ToUpperInvariant();
        return text switch
        {
            _ when Ups().IsMatch(text) => new CarrierShape("ups", CheckDigits.Ups(text)),
            _ when UspsDomestic().Match(text) is { Success: true } usps => new CarrierShape("usps", CheckDigits.Gs1(usps.Groups["number"].ValueSpan)),
            _ when PostalUnion().Match(text) is { Success: true } post => Post(post.Groups["country"].Value) is { } key ? new CarrierShape(key, CheckDigits.PostalUnion(text)) : null,
            _ when DhlEcommerce().IsMatch(text) => new CarrierShape("dhlecommerce", null),
            _ when DhlParcel().IsMatch(text) => new CarrierShape("dhl", null),
            _ when OnTrac().IsMatch(text) => new CarrierShape("ontrac", null),
            _ when LaserShip().IsMatch(text) => new CarrierShape("lasership", null),
            _ when UniUni().IsMatch(text) => new CarrierShape("uniuni", null),
            _ when Yanwen().IsMatch(text) => new CarrierShape("yanwen", null),
            _ when TbaNumber().IsMatch(text) => new CarrierShape("amazonshipping", null),
            _ when FedExGround96().IsMatch(text) => new CarrierShape("fedex", CheckDigits.Gs1(text.AsSpan(7))),
            _ when IsFedEx(text) => new CarrierShape("fedex", true),
            _ when DhlExpress().IsMatch(text) && CheckDigits.Dhl(text) => new CarrierShape("dhl", true),
            _ => null,
        };
    }

    // Express has 12 digits, or 34 of a label's bar code that end in the 14 of the number; Ground has 15, SmartPost 20.
    private static bool IsFedEx(string text) => text.All(char.IsAsciiDigit) && text.Length switch
    {
        12 => CheckDigits.FedExExpress(text),
        34 => text.StartsWith("100", StringComparison.Ordinal) || text.StartsWith("96", StringComparison.Ordinal) ? CheckDigits.FedExExpress(text.AsSpan(20)) : false,
        15 => CheckDigits.Gs1(text),
        20 => text.StartsWith("61", StringComparison.Ordinal) && CheckDigits.Gs1("92" + text),
        _ => false,
    };

    // Numbers of the Universal Postal Union end in the country whose post took the parcel in.
    private static string? Post(string country) => country switch
    {
        "GB" => "royalmail",
        "US" => "usps",
        "DE" => "deutschepost",
        "FR" => "laposte",
        "CA" => "canadapost",
        "AU" => "australiapost",
        "JP" => "japanpost",
        "CN" => "chinapost",
        "ES" => "correos",
        "IT" => "posteitaliane",
        _ => null,
    };

    [GeneratedRegex("^1Z[0-9A-Z]{15}[0-9]$")]
    private static partial Regex Ups();

    [GeneratedRegex("^(420[0-9]{5}([0-9]{4})?)?(?<number>9[1-5][0-9]{18,20}|92[0-9]{24})$")]
    private static partial Regex UspsDomestic();

    [GeneratedRegex("^[A-Z]{2}[0-9]{9}(?<country>[A-Z]{2})$")]
    private static partial Regex PostalUnion();

    [GeneratedRegex("^(GM[0-9]{10,24}|JJD[0-9]{13,18})$")]
    private static partial Regex DhlEcommerce();

    [GeneratedRegex("^JD[0-9]{16,18}$")]
    private static partial Regex DhlParcel();

    [GeneratedRegex("^[0-9]{10}$")]
    private static partial Regex DhlExpress();

    [GeneratedRegex("^[CD][0-9]{14}$")]
    private static partial Regex OnTrac();

    [GeneratedRegex("^(1LS|LS|LX)[0-9]{8,15}(-[0-9])?$")]
    private static partial Regex LaserShip();

    [GeneratedRegex("^UUS[0-9A-Z]{10,20}$")]
    private static partial Regex UniUni();

    [GeneratedRegex("^Y[TP]?[0-9]{16}$")]
    private static partial Regex Yanwen();

    [GeneratedRegex("^TB[ACM][0-9]{12}$")]
    private static partial Regex TbaNumber();

    [GeneratedRegex("^96[0-9]{20}$")]
    private static partial Regex FedExGround96();
}

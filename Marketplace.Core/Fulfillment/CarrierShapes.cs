using System.Text.RegularExpressions;

namespace Marketplace.Core.Fulfillment;

/// <summary>Guesses the carrier from a tracking number's shape. Shapes that several carriers share name nobody.</summary>
internal static partial class CarrierShapes
{
    /// <summary>The carrier's key in <see cref="CarrierSynonyms"/>; null when the shape tells nothing.</summary>
    public static string? Detect(string number)
    {
        var text = number.ToUpperInvariant();
        return text switch
        {
            _ when Ups().IsMatch(text) => "ups",
            _ when UspsDomestic().IsMatch(text) => "usps",
            _ when PostalUnion().Match(text) is { Success: true } post => Post(post.Groups["country"].Value),
            _ when DhlEcommerce().IsMatch(text) => "dhlecommerce",
            _ when Dhl().IsMatch(text) => "dhl",
            _ when OnTrac().IsMatch(text) => "ontrac",
            _ when LaserShip().IsMatch(text) => "lasership",
            _ when UniUni().IsMatch(text) => "uniuni",
            _ when Yanwen().IsMatch(text) => "yanwen",
            _ when FedEx().IsMatch(text) => "fedex",
            _ => null,
        };
    }

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

    [GeneratedRegex("^1Z[0-9A-Z]{16}$")]
    private static partial Regex Ups();

    [GeneratedRegex("^(420[0-9]{5}([0-9]{4})?)?9[1-5][0-9]{18,20}$")]
    private static partial Regex UspsDomestic();

    [GeneratedRegex("^[A-Z]{2}[0-9]{9}(?<country>[A-Z]{2})$")]
    private static partial Regex PostalUnion();

    [GeneratedRegex("^(GM[0-9]{10,24}|JJD[0-9]{13,18})$")]
    private static partial Regex DhlEcommerce();

    [GeneratedRegex("^([0-9]{10}|JD[0-9]{16,18})$")]
    private static partial Regex Dhl();

    [GeneratedRegex("^[CD][0-9]{14}$")]
    private static partial Regex OnTrac();

    [GeneratedRegex("^(1LS|LS|LX)[0-9]{8,15}(-[0-9])?$")]
    private static partial Regex LaserShip();

    [GeneratedRegex("^UUS[0-9A-Z]{10,20}$")]
    private static partial Regex UniUni();

    [GeneratedRegex("^Y[TP]?[0-9]{16}$")]
    private static partial Regex Yanwen();

    [GeneratedRegex("^([0-9]{12}|[0-9]{15}|96[0-9]{20})$")]
    private static partial Regex FedEx();
}

namespace Marketplace.Core.Catalog;

/// <summary>Normal form of product codes, in which the same code meets itself whatever a marketplace calls it.</summary>
public static class ProductCode
{
    /// <summary>Longest code that is kept.</summary>
    public const int MaxLength = 60;

    private const int GtinDigits = 14;
    private const int MaxOwnLength = 50;
    private static readonly string[] GtinKinds = ["GTIN", "UPC", "EAN", "ISBN", "JAN"];
    private static readonly string[] OwnKinds = ["ASIN", "EPID"];

    /// <summary>
    /// UPC, EAN, ISBN and GTIN as "GTIN:" with fourteen digits; ASIN and ePID under their own names. Null for what identifies nothing:
    /// placeholders ("Does not apply"), wrong check digits, part numbers, and kinds that are not known.
    /// </summary>
    public static string? Normalize(string kind, string value)
    {
        var name = new string([.. kind.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
        var code = new string([.. value.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);

        // "EAN13", "ISBN10", "GTIN14".
        if (GtinKinds.Contains(name.TrimEnd([.. "0123456789"])))
        {
            return Gtin(code) is { } gtin ? $"GTIN:{gtin}" : null;
        }

        return OwnKinds.Contains(name) && code.Length is > 3 and <= MaxOwnLength && code.Any(char.IsAsciiDigit) ? $"{name}:{code}" : null;
    }

    /// <summary>Normal forms of all of a listing's identifiers, each once.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<KeyValuePair<string, string>> identifiers) =>
        [.. identifiers.Select(i => Normalize(i.Key, i.Value)).OfType<string>().Distinct()];

    private static string? Gtin(string code)
    {
        var digits = code.Length == 10 ? Isbn13(code) : code;
        return digits is { Length: 8 or 12 or 13 or 14 } && digits.All(char.IsAsciiDigit) && digits.Any(d => d != '0') && HasCheckDigit(digits)
            ? digits.PadLeft(GtinDigits, '0')
            : null;
    }

    // The ten-digit form ends in a check digit of its own, which the longer form replaces.
    private static string? Isbn13(string isbn10)
    {
        if (!isbn10[..9].All(char.IsAsciiDigit))
        {
            return null;
        }

        var sum = isbn10.Select((letter, i) => (letter == 'X' ? 10 : letter - '0') * (10 - i)).Sum();
        var body = "978" + isbn10[..9];
        return sum % 11 == 0 ? body + CheckDigit(body) : null;
    }

    private static bool HasCheckDigit(string digits) => CheckDigit(digits[..^1]) == digits[^1];

    private static char CheckDigit(string body)
    {
        var sum = body.Reverse().Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 3 : 1)).Sum();
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}

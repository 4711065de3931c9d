using System.Collections.Frozen;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>
/// Barcodes of the symbology Code 128 (ISO/IEC 15417), which every scanner reads and which takes letters as well as digits. Pairs of
/// digits are written in code set C, everything else in code set B.
/// </summary>
public static class Code128
{
    /// <summary>Longest text that is written; longer barcodes are too wide for a page.</summary>
    public const int MaxLength = 48;

    private const int ToSetC = 99;
    private const int ToSetB = 100;
    private const int StartB = 104;
    private const int StartC = 105;
    private const int Stop = 106;
    private const int ChecksumModulus = 103;

    // Widths of bars and gaps in turn, beginning with a bar; the place in the list is the symbol's value.
    private static readonly string[] Widths =
    [
        "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312", "231212", "112232", "122132", "122231", "113222",
        "123122", "123221", "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321",
        "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121",
        "313121", "211331", "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224",
        "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
        "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113",
        "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
    ];

    private static readonly FrozenSet<char> Writable = Enumerable.Range(' ', 95).Select(code => (char)code).ToFrozenSet();

    /// <summary>Whether a text can be written as a barcode: printable ASCII of a bearable length.</summary>
    public static bool CanWrite(string? text) => text is { Length: > 0 and <= MaxLength } && text.All(Writable.Contains);

    /// <summary>Bars and gaps in turn, beginning with a bar, in modules (the width of the thinnest bar).</summary>
    /// <exception cref="ArgumentException"><see cref="CanWrite"/> says no.</exception>
    public static IReadOnlyList<int> Bars(string text)
    {
        if (!CanWrite(text))
        {
            throw new ArgumentException("Only printable ASCII can be written as a barcode.", nameof(text));
        }

        var symbols = Symbols(text);
        var checksum = symbols.Select((value, i) => value * Math.Max(1, i)).Sum() % ChecksumModulus;
        return [.. symbols.Append(checksum).Append(Stop).SelectMany(value => Widths[value].Select(width => width - '0'))];
    }

    private static List<int> Symbols(string text)
    {
        var symbols = new List<int>();
        var inC = Digits(text, 0) >= 4 || (Digits(text, 0) == text.Length && text.Length == 2);
        symbols.Add(inC ? StartC : StartB);
        for (var at = 0; at < text.Length;)
        {
            var digits = Digits(text, at);
            if (inC && digits < 2)
            {
                inC = false;
                symbols.Add(ToSetB);
            }
            else if (!inC && PaysInC(text, at, digits))
            {
                inC = true;
                symbols.Add(ToSetC);
            }

            symbols.Add(inC ? ((text[at] - '0') * 10) + text[at + 1] - '0' : text[at] - ' ');
            at += inC ? 2 : 1;
        }

        return symbols;
    }

    // Changing the set costs a symbol each way; an odd number of digits leaves one behind, so it is begun a digit later.
    private static bool PaysInC(string text, int at, int digits) => digits % 2 == 0 && digits >= (at + digits == text.Length ? 4 : 6);

    private static int Digits(string text, int from)
    {
        var at = from;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - from;
    }
}

using System.Text;

namespace Marketplace.Core.Spreadsheets;

/// <summary>Turns the bytes of a text file into text, in whichever encoding it was written: UTF-8, UTF-16, Shift-JIS or Windows-1252, with a mark or without.</summary>
internal static class TextDecoder
{
    private const int Sample = 8192;

    static TextDecoder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text, without its byte order mark.</summary>
    /// <exception cref="UnreadableFileException">The bytes are no text.</exception>
    public static string Decode(byte[] content)
    {
        switch (content)
        {
            case [0xFF, 0xFE, ..]:
                return Encoding.Unicode.GetString(content, 2, content.Length - 2);
            case [0xFE, 0xFF, ..]:
                return Encoding.BigEndianUnicode.GetString(content, 2, content.Length - 2);
            case [0xEF, 0xBB, 0xBF, ..]:
                return Encoding.UTF8.GetString(content, 3, content.Length - 3);
        }

        if (Unmarked(content.AsSpan(0, Math.Min(content.Length, Sample))) is { } wide)
        {
            return wide.GetString(content);
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            // Spreadsheet programs on Windows write their country's code page where they do not write UTF-8.
            return Japanese(content) ?? Encoding.GetEncoding(1252).GetString(content);
        }
    }

    // Text of tables is mostly ASCII, so that in UTF-16 nearly every second byte is zero: the second of each pair, or the first.
    private static Encoding? Unmarked(ReadOnlySpan<byte> sample)
    {
        var (even, odd, signs) = (0, 0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            even += sample[i] == 0 && i % 2 == 0 ? 1 : 0;
            odd += sample[i] == 0 && i % 2 == 1 ? 1 : 0;
            signs += sample[i] is < 0x20 and not (0 or (byte)'\t' or (byte)'\r' or (byte)'\n') ? 1 : 0;
        }

        var most = sample.Length * 3 / 10;
        return (even, odd) switch
        {
            _ when signs > sample.Length / 20 => throw NoText(),
            (0, 0) => null,
            (0, _) when odd > most => Encoding.Unicode,
            (_, 0) when even > most => Encoding.BigEndianUnicode,
            _ => throw NoText(),
        };
    }

    // Western text is hardly ever valid as Shift-JIS, and never reads as two Japanese characters side by side.
    private static string? Japanese(byte[] content)
    {
        try
        {
            var text = Encoding.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(content);
            return text.Zip(text.Skip(1)).Any(pair => IsJapanese(pair.First) && IsJapanese(pair.Second)) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsJapanese(char character) => character is (>= '\u3040' and <= '\u30ff') or (>= '\u4e00' and <= '\u9fff');

    private static UnreadableFileException NoText() => new("This file is neither a workbook nor a table of text. Save it as .xlsx or .csv and upload it again.");
}

using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Marketplace.Core.Spreadsheets;

/// <summary>Reads .csv and .tsv: finds the encoding and the separator by looking.</summary>
internal static class DelimitedText
{
    private const int Sample = 8192;

    static DelimitedText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The rows; rows without any text are left out.</summary>
    /// <exception cref="UnreadableFileException">It is no table.</exception>
    public static IEnumerable<SheetRow> Rows(byte[] content)
    {
        var text = Decode(content);
        var separator = Separator(text);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            Delimiter = separator.ToString(),
            BadDataFound = null,
            IgnoreBlankLines = false,
            MaxFieldSize = 64 * 1024,

            // In tab-separated files a quote is a quote: an inch in a title must not swallow the rows below it.
            Mode = separator == '\t' ? CsvMode.NoEscape : CsvMode.RFC4180,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        for (var number = 1; Read(parser); number++)
        {
            if (parser.Record is { } record && record.Any(cell => !string.IsNullOrWhiteSpace(cell)))
            {
                yield return new SheetRow(number, record.Length > FileLimits.Columns ? record[..FileLimits.Columns] : record);
            }
        }
    }

    private static bool Read(CsvParser parser)
    {
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException unclosed)
        {
            throw new UnreadableFileException($"A quote near line {parser.RawRow} is never closed. Correct it and upload the file again.", unclosed);
        }
    }

    private static string Decode(byte[] content)
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

        if (content.AsSpan(0, Math.Min(content.Length, Sample)).Contains((byte)0))
        {
            throw new UnreadableFileException("This file is neither a workbook nor a table of text. Save it as .xlsx or .csv and upload it again.");
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

    private static char Separator(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, Sample));
        var (best, most) = (',', head.Count(','));
        foreach (var candidate in (ReadOnlySpan<char>)['\t', ';'])
        {
            if (head.Count(candidate) > most)
            {
                (best, most) = (candidate, head.Count(candidate));
            }
        }

        return best;
    }
}

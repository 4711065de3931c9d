using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Marketplace.Core.Spreadsheets;

/// <summary>
/// Writes comma-separated values row by row, in UTF-8 with the mark by which spreadsheet programs know it. A text that a spreadsheet
/// would take for a formula gets an apostrophe in front, which our own reader takes off again.
/// </summary>
internal static class DelimitedWriter
{
    /// <summary>Writes a heading and the rows to a stream that can only go forward; lines end with CR LF.</summary>
    public static async Task WriteAsync(
        Stream target, IReadOnlyList<string> headers, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", InjectionOptions = InjectionOptions.Escape };
        await using var text = new StreamWriter(target, new UTF8Encoding(true), 32 * 1024, leaveOpen: true);
        await using var csv = new CsvWriter(text, configuration);
        await WriteRowAsync(csv, headers);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await WriteRowAsync(csv, row);
        }
    }

    private static Task WriteRowAsync(CsvWriter csv, IReadOnlyList<object?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(Convert.ToString(cell, CultureInfo.InvariantCulture));
        }

        return csv.NextRecordAsync();
    }
}

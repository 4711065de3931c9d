using System.Text;

namespace Marketplace.Core.Spreadsheets;

/// <summary>
/// Walks over the rows of delimited text (RFC 4180, and the quirks of what marketplaces write). However the text is built, a row
/// takes no more memory than <see cref="FileLimits"/> grants: further columns and longer cells are passed over, not stored.
/// </summary>
internal sealed class DelimitedRows(string text, char separator)
{
    // A quote that is still open after so many characters was never meant to span them.
    private const int LongestQuote = 64 * 1024;

    private readonly StringBuilder quoted = new();
    private int position;

    // In tab-separated files a quote is a quote: an inch in a title must not swallow the rows below it.
    private bool QuotesSpan => separator != '\t';

    /// <summary>The rows that hold text, numbered as spreadsheet programs count.</summary>
    /// <exception cref="UnreadableFileException">A quote is never closed.</exception>
    public IEnumerable<SheetRow> All()
    {
        for (var number = 1; position < text.Length; number++)
        {
            if (Next(number) is { } cells)
            {
                yield return new SheetRow(number, cells);
            }
        }
    }

    private List<string?>? Next(int number)
    {
        var cells = new List<string?>();
        var any = false;
        while (true)
        {
            var cell = QuotesSpan && position < text.Length && text[position] == '"' ? Quoted(number) : Plain();
            if (cells.Count < FileLimits.Columns)
            {
                cells.Add(cell);
                any |= !string.IsNullOrWhiteSpace(cell);
            }

            if (position >= text.Length || text[position] != separator)
            {
                break;
            }

            position++;
        }

        if (position < text.Length && text[position++] == '\r' && position < text.Length && text[position] == '\n')
        {
            position++;
        }

        return any ? cells : null;
    }

    private string Plain()
    {
        var start = position;
        while (position < text.Length && text[position] != separator && text[position] is not ('\r' or '\n'))
        {
            position++;
        }

        var cell = text.AsSpan(start, Math.Min(position - start, FileLimits.CellLength));
        return !QuotesSpan && cell is ['"', .., '"'] ? cell[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : cell.ToString();
    }

    private string Quoted(int number)
    {
        quoted.Clear();
        var start = position++;
        while (true)
        {
            if (position >= text.Length || position - start > LongestQuote)
            {
                throw new UnreadableFileException($"A quote in row {number} is never closed. Correct it and upload the file again.");
            }

            if (text[position] != '"')
            {
                Keep(text[position++]);
            }
            else if (position + 1 < text.Length && text[position + 1] == '"')
            {
                Keep('"');
                position += 2;
            }
            else
            {
                position++;
                break;
            }
        }

        // What stands between the closing quote and the separator belongs to the cell as it is.
        var cell = quoted.ToString();
        return position < text.Length && text[position] != separator && text[position] is not ('\r' or '\n') ? cell + Plain() : cell;
    }

    private void Keep(char character)
    {
        if (quoted.Length < FileLimits.CellLength)
        {
            quoted.Append(character);
        }
    }
}

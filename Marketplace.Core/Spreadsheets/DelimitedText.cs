namespace Marketplace.Core.Spreadsheets;

/// <summary>Reads .csv, .tsv and .txt: finds the separator by looking.</summary>
internal static class DelimitedText
{
    private const int Sample = 16_384;

    private static readonly char[] Separators = ['\t', ';', ',', '|'];

    /// <summary>The rows; rows without any text are left out.</summary>
    /// <exception cref="UnreadableFileException">It is no table.</exception>
    public static IEnumerable<SheetRow> Rows(string text)
    {
        // Spreadsheet programs let a first line name the separator.
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4 && Separators.Contains(text[4]))
        {
            return new DelimitedRows(text, text[4]).All().Where(row => row.Number > 1);
        }

        return new DelimitedRows(text, Separator(text)).All();
    }

    // A separator parts most lines into equally many columns; signs that belong to titles and prices do not.
    private static char Separator(string text)
    {
        var lines = text[..Math.Min(text.Length, Sample)].Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var (best, agreeing, columns) = (',', 0, 0);
        foreach (var candidate in Separators)
        {
            var usual = lines.Select(line => Count(line, candidate)).Where(count => count > 0).CountBy(count => count)
                .OrderByDescending(group => group.Value).ThenByDescending(group => group.Key).FirstOrDefault();
            if (usual.Value > agreeing || (usual.Value == agreeing && usual.Key > columns))
            {
                (best, agreeing, columns) = (candidate, usual.Value, usual.Key);
            }
        }

        return best;
    }

    private static int Count(string line, char separator)
    {
        var (count, isQuoted) = (0, false);
        foreach (var character in line)
        {
            isQuoted ^= character == '"';
            count += character == separator && !isQuoted ? 1 : 0;
        }

        return count;
    }
}

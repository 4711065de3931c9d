namespace Marketplace.Core.Spreadsheets;

/// <summary>An uploaded table of whatever form sellers have: .xlsx, .csv, .tsv or .txt. Its rows are read as a stream, once.</summary>
internal sealed class Spreadsheet : IDisposable
{
    private readonly Workbook? workbook;

    private Spreadsheet(Workbook? workbook, IEnumerable<IEnumerable<SheetRow>> sheets)
    {
        this.workbook = workbook;
        Sheets = sheets;
    }

    /// <summary>Its sheets in order, each with the rows that hold text.</summary>
    public IEnumerable<IEnumerable<SheetRow>> Sheets { get; }

    /// <summary>Opens an upload by what it is, whatever it is called.</summary>
    /// <exception cref="UnreadableFileException">It is no table; the message says what to upload instead.</exception>
    public static Spreadsheet Open(byte[] content)
    {
        if (ForeignFile.Problem(content) is { } foreign)
        {
            throw new UnreadableFileException(foreign);
        }

        if (content is [(byte)'P', (byte)'K', ..])
        {
            var workbook = Workbook.Open(new MemoryStream(content, writable: false));
            return new Spreadsheet(workbook, workbook.SheetParts.Select(workbook.Rows));
        }

        var text = TextDecoder.Decode(content);
        return ForeignFile.Problem(text) is { } problem ? throw new UnreadableFileException(problem) : new Spreadsheet(null, [DelimitedText.Rows(text)]);
    }

    /// <inheritdoc />
    public void Dispose() => workbook?.Dispose();
}

namespace Marketplace.Core.Spreadsheets;

/// <summary>An uploaded table of whatever form sellers have: .xlsx, .csv or .tsv. Its rows are read as a stream, once.</summary>
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
        switch (content)
        {
            case []:
                throw new UnreadableFileException("This file is empty.");
            case [0xD0, 0xCF, 0x11, 0xE0, ..]:
                throw new UnreadableFileException("This workbook is in the old .xls format, or locked with a password. Save it as .xlsx without a password and upload that.");
            case [(byte)'P', (byte)'K', ..]:
                var workbook = Workbook.Open(new MemoryStream(content, writable: false));
                return new Spreadsheet(workbook, workbook.SheetParts.Select(workbook.Rows));
            case [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..]:
                throw new UnreadableFileException("This file is a PDF, no table. Upload the .xlsx or .csv itself.");
            default:
                return new Spreadsheet(null, [DelimitedText.Rows(content)]);
        }
    }

    /// <inheritdoc />
    public void Dispose() => workbook?.Dispose();
}

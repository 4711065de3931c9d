using Marketplace.Core.Spreadsheets;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>Reads stock files: the downloaded sheet, or any table with a column of SKUs and one of numbers.</summary>
internal static class StockFileReader
{
    // Templates put notes above the table.
    private const int HeaderWithin = 30;

    /// <summary>The changes as a stream; a row of the sheet may ask for several.</summary>
    /// <exception cref="UnreadableFileException">The file as a whole cannot be used; the message says why.</exception>
    public static IEnumerable<StockRowWish> Read(byte[] content)
    {
        using var spreadsheet = Spreadsheet.Open(content);
        foreach (var sheet in spreadsheet.Sheets)
        {
            using var rows = sheet.GetEnumerator();
            for (var looked = 0; looked < HeaderWithin && rows.MoveNext(); looked++)
            {
                if (StockColumns.Of(rows.Current) is { IsUsable: true } columns)
                {
                    foreach (var wish in Below(rows, columns))
                    {
                        yield return wish;
                    }

                    yield break;
                }
            }
        }

        throw new UnreadableFileException(
            "No row with the column “SKU” and one of “New on hand”, “Add” or “Low stock at” was found. Name the columns so, or use the downloaded sheet.");
    }

    private static IEnumerable<StockRowWish> Below(IEnumerator<SheetRow> rows, StockColumns columns)
    {
        var (count, any) = (0, false);
        while (rows.MoveNext())
        {
            var row = rows.Current;
            if (++count > FileLimits.Rows)
            {
                throw new UnreadableFileException($"This file has more than {FileLimits.Rows:N0} rows. Split it and upload the parts one after the other.");
            }

            foreach (var (field, column) in columns.Fields)
            {
                if (row.Text(column) is { } value)
                {
                    any = true;
                    yield return new StockRowWish(row.Number, row.Text(columns.Sku) ?? "", row.Text(columns.Location), field, value, row.Text(columns.Known));
                }
            }
        }

        if (!any)
        {
            throw new UnreadableFileException("This file asks for no change: fill in “New on hand”, “Add” or “Low stock at” in the rows that are to change.");
        }
    }
}

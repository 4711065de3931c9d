using Marketplace.Core.Spreadsheets;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Reads tracking files: .xlsx, .csv, .tsv or .txt, whatever their columns are called and wherever the table begins.</summary>
internal static class TrackingFileReader
{
    // Templates put notes and examples above the table.
    private const int HeaderWithin = 30;

    /// <summary>The data rows as a stream.</summary>
    /// <exception cref="UnreadableFileException">The file as a whole cannot be used; the message says why.</exception>
    public static IEnumerable<FileRow> Read(byte[] content)
    {
        using var spreadsheet = Spreadsheet.Open(content);
        foreach (var row in Data(spreadsheet.Sheets))
        {
            yield return row;
        }
    }

    private static IEnumerable<FileRow> Data(IEnumerable<IEnumerable<SheetRow>> sheets)
    {
        SheetRow? nearest = null;
        var columns = TrackingColumns.None;
        foreach (var sheet in sheets)
        {
            using var rows = sheet.GetEnumerator();
            for (var looked = 0; looked < HeaderWithin && rows.MoveNext(); looked++)
            {
                var found = TrackingColumns.Of(rows.Current);
                if (found.IsUsable)
                {
                    foreach (var row in Below(rows, found))
                    {
                        yield return row;
                    }

                    yield break;
                }

                if (found.Recognised > columns.Recognised || nearest is null)
                {
                    (nearest, columns) = (rows.Current, found);
                }
            }
        }

        throw Headless(nearest, columns);
    }

    private static IEnumerable<FileRow> Below(IEnumerator<SheetRow> rows, TrackingColumns columns)
    {
        var count = 0;
        string? order = null;
        while (rows.MoveNext())
        {
            var row = rows.Current;
            var data = Data(row, columns);

            // Reports write an order's number once, and leave it out on the rows of its items below.
            data = data is { Order: null, NamesItem: true } ? data with { Order = order } : data;
            order = data.Order;
            if (data is { Order: null, Tracking: null } || IsCount(data) || (count == 0 && IsLabels(data)))
            {
                continue;
            }

            if (++count > FileLimits.Rows)
            {
                throw new UnreadableFileException($"This file has more than {FileLimits.Rows:N0} rows. Split it and upload the parts one after the other.");
            }

            yield return data;
        }

        if (count == 0)
        {
            throw new UnreadableFileException("This file has the right columns but no rows below them.");
        }
    }

    private static FileRow Data(SheetRow row, TrackingColumns columns) => new(
        row.Number, row.Text(columns.Order), row.Text(columns.Line), row.Text(columns.Sku), row.Text(columns.Quantity), row.Text(columns.Tracking), Carrier(row, columns),
        row.Text(columns.ShipDate), row.Text(columns.Item), row.Text(columns.Status), RowWish.Written(row.Text(columns.Group)));

    // “Other” only says that the name stands in another column. A service names its carrier at times ("USPS Ground Advantage").
    private static string? Carrier(SheetRow row, TrackingColumns columns) =>
        columns.Carriers.Select(row.Text).FirstOrDefault(carrier => carrier is not null && CarrierSynonyms.Fold(carrier) != "other")
        ?? (row.Text(columns.Service) is { } service && CarrierSynonyms.Key(CarrierSynonyms.Fold(service)) is not null ? service : null);

    // Reports end with the number of their rows and the seller's name.
    private static bool IsCount(FileRow row) =>
        row is { Tracking: null, Order: { } text } && (text.Contains("record(s) downloaded", StringComparison.OrdinalIgnoreCase) || text.StartsWith("Seller ID", StringComparison.OrdinalIgnoreCase));

    // Some templates repeat the headers in the seller's own language below them, or explain them there.
    private static bool IsLabels(FileRow row) =>
        row.Order is { } order && (order.Count(char.IsWhiteSpace) >= 3 || !(order + row.Tracking).Any(char.IsAsciiDigit));

    private static UnreadableFileException Headless(SheetRow? nearest, TrackingColumns columns)
    {
        string?[] missing = [columns.Order < 0 ? "“Order ID”" : null, columns.Tracking < 0 ? "“Tracking Number”" : null];
        var names = nearest is { } row
            ? row.Cells.Select((_, column) => row.Text(column)).Where(name => name is not null).Take(12).Select(name => name!.Length > 40 ? name[..40] + "…" : name).ToList()
            : [];
        var found = names.Count == 0 ? "The file holds no text." : $"Found: {string.Join(", ", names)}.";
        return new UnreadableFileException($"No row with the column {string.Join(" and ", missing.Where(m => m is not null))} was found. {found} Name the columns so, or use the downloaded order list.");
    }
}

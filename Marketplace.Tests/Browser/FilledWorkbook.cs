using ClosedXML.Excel;

namespace Marketplace.Tests.Browser;

/// <summary>A downloaded workbook of orders to ship, filled as a person would.</summary>
/// <param name="Path">The file.</param>
/// <param name="TrackingByOrder">Order id to the tracking number that was entered.</param>
internal sealed record FilledWorkbook(string Path, IReadOnlyDictionary<string, string> TrackingByOrder)
{
    /// <summary>Gives each order a tracking number and a carrier.</summary>
    public static FilledWorkbook Fill(string path)
    {
        using var book = new XLWorkbook(path);
        var sheet = book.Worksheets.First();
        var columns = sheet.Row(1).CellsUsed().ToDictionary(cell => cell.GetString(), cell => cell.Address.ColumnNumber);
        var tracking = new Dictionary<string, string>();
        foreach (var row in sheet.RowsUsed().Skip(1))
        {
            var order = row.Cell(columns["Order ID"]).GetString();
            tracking.TryAdd(order, $"1Z999AA1{20_000_000 + tracking.Count}");
            row.Cell(columns["Tracking Number"]).SetValue(tracking[order]);
            row.Cell(columns["Carrier"]).SetValue("UPS");
        }

        book.SaveAs(path);
        return new FilledWorkbook(path, tracking);
    }
}

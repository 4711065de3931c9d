using System.Globalization;
using System.Text;

namespace Marketplace.Core.Insights.Analytics;

/// <summary>A report as tables for spreadsheets.</summary>
public static class AnalyticsTable
{
    /// <summary>
    /// Comma-separated values with a heading, one row for each day and channel; lines end with CR LF. Dates, keys and numbers only, so
    /// nothing in it can be a formula.
    /// </summary>
    public static string Csv(FulfillmentReport report)
    {
        var text = new StringBuilder("day,channel,orders,cancelled,items,currency,revenue\r\n");
        foreach (var day in report.Days)
        {
            text.Append(CultureInfo.InvariantCulture, $"{day.Day:yyyy-MM-dd},{day.Marketplace},{day.Orders},{day.Cancelled},{day.Items}");
            text.Append(day.Revenue.Count == 0 ? ",,\r\n" : $",{day.Revenue[0].Currency},{day.Revenue[0].ToWire()}\r\n");

            // Further currencies get rows of their own, whose counts are empty so that columns can be summed.
            foreach (var sum in day.Revenue.Skip(1))
            {
                text.Append(CultureInfo.InvariantCulture, $"{day.Day:yyyy-MM-dd},{day.Marketplace},,,,{sum.Currency},{sum.ToWire()}\r\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Comma-separated values with a heading: items by SKU, parcels by carrier and refusals by cause, one row for each.</summary>
    public static string ListsCsv(FulfillmentReport report)
    {
        var text = new StringBuilder("list,sku,name,count\r\n");
        foreach (var sku in report.Skus)
        {
            text.Append(CultureInfo.InvariantCulture, $"items,{Cell(sku.Sku)},{Cell(sku.Title)},{sku.Items}\r\n");
        }

        foreach (var (list, rows) in new[] { ("carriers", report.Carriers), ("refusals", report.Failures) })
        {
            foreach (var row in rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"{list},,{Cell(row.Name)},{row.Count}\r\n");
            }
        }

        return text.ToString();
    }

    // Spreadsheets take a cell that begins so for a formula; with an apostrophe before it they show it.
    private static string Cell(string? words)
    {
        var safe = words is { Length: > 0 } && "=+-@\t\r".Contains(words[0], StringComparison.Ordinal) ? "'" + words : words ?? "";
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

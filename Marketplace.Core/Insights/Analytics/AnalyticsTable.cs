using System.Globalization;
using System.Text;

namespace Marketplace.Core.Insights.Analytics;

/// <summary>A report's days and channels as a table for spreadsheets. Dates, keys and numbers only, so nothing in it can be a formula.</summary>
public static class AnalyticsTable
{
    /// <summary>Comma-separated values with a heading, one row for each day and channel; lines end with CR LF.</summary>
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
}

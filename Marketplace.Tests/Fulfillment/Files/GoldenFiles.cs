using System.Text;
using ClosedXML.Excel;
using Marketplace.Core.Fulfillment.Files;

namespace Marketplace.Tests.Fulfillment.Files;

/// <summary>
/// Files in the shape of every template, report and tool that sellers ship with, invented data in them, each beside the reading that
/// is expected of it. Workbooks lie here as text: a line <c>== name</c> begins a sheet, and its cells are parted by tabs.
/// </summary>
internal static class GoldenFiles
{
    private const string WorkbookEnding = ".xlsx.txt";

    private static string Folder => Path.Combine(Repository.Root, "Marketplace.Tests", "Fulfillment", "Files", "Golden");

    /// <summary>Names of all.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Where(name => !name.EndsWith(".expected", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Names of those that are text.</summary>
    public static IEnumerable<string> TextNames => Names.Where(name => !name.EndsWith(WorkbookEnding, StringComparison.Ordinal));

    /// <summary>A file's text, as it lies here.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>A file's bytes, as a seller would upload it.</summary>
    public static byte[] Bytes(string name) => name.EndsWith(WorkbookEnding, StringComparison.Ordinal) ? Workbook(Text(name)) : Encoding.UTF8.GetBytes(Text(name));

    /// <summary>The rows that a file is to be read as.</summary>
    public static string[] Expected(string name) => [.. File.ReadAllLines(Path.Combine(Folder, name + ".expected")).Skip(1)];

    /// <summary>What the reader makes of a file, in the form of <see cref="Expected"/>.</summary>
    public static string[] Reading(byte[] content) =>
    [
        .. TrackingFileReader.Read(content).Select(row =>
            string.Join('|', row.Number, row.Order, row.Line, row.Item, row.Sku, row.Quantity, row.Tracking, row.Carrier, row.ShipDate, row.Status)),
    ];

    private static byte[] Workbook(string text)
    {
        using var workbook = new XLWorkbook();
        IXLWorksheet? sheet = null;
        var row = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                (sheet, row) = (workbook.AddWorksheet(line[3..]), 0);
                continue;
            }

            row++;
            foreach (var (column, cell) in line.Split('\t').Index().Where(c => c.Item.Length > 0))
            {
                sheet!.Cell(row, column + 1).SetValue(cell);
            }
        }

        return Sheets.Saved(workbook).ToArray();
    }
}

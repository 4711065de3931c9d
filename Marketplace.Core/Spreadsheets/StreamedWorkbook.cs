using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ClosedXML.Excel;

namespace Marketplace.Core.Spreadsheets;

/// <summary>
/// Writes workbooks of any length in little memory: ClosedXML lays out the sheets, and the rows of the first one are streamed
/// into it, each cell in the style of the pattern row. Cells as objects would take gigabytes at a hundred thousand orders.
/// Texts are written as texts, so nothing in them is ever run as a formula.
/// </summary>
internal static class StreamedWorkbook
{
    private const string SheetPart = "xl/worksheets/sheet.xml";
    private const int LongestCell = 32_000;

    /// <summary>Writes the workbook to a stream that can only go forward.</summary>
    /// <param name="target">Gets the .xlsx.</param>
    /// <param name="layout">The first sheet holds the headers in row 1 and an empty pattern row of styled cells in row 2.</param>
    /// <param name="rows">Cells by column: text, whole number, or null.</param>
    /// <param name="cancellationToken">Leaves an unfinished file.</param>
    public static async Task WriteAsync(Stream target, XLWorkbook layout, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken)
    {
        using var laidOut = new MemoryStream();
        layout.SaveAs(laidOut);
        laidOut.Position = 0;
        using var source = new ZipArchive(laidOut, ZipArchiveMode.Read);
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var first = source.Entries.Where(e => e.FullName.StartsWith(SheetPart[..^4], StringComparison.Ordinal)).MinBy(e => e.FullName, StringComparer.Ordinal)
            ?? throw new InvalidOperationException("The layout has no sheet.");
        foreach (var entry in source.Entries)
        {
            await using var input = entry.Open();
            await using var output = archive.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
            if (entry == first)
            {
                await FillAsync(XDocument.Load(input), output, rows, cancellationToken);
            }
            else
            {
                await input.CopyToAsync(output, cancellationToken);
            }
        }
    }

    private static async Task FillAsync(XDocument sheet, Stream output, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken)
    {
        XNamespace spreadsheet = sheet.Root!.Name.Namespace;
        var data = sheet.Root.Element(spreadsheet + "sheetData")!;
        var pattern = data.Elements(spreadsheet + "row").Last();
        var styles = pattern.Elements(spreadsheet + "c").Select(c => c.Attribute("s")?.Value ?? "0").ToList();
        pattern.Remove();

        // The dimension named only the layout; readers that trust it would miss the rows.
        sheet.Root.Element(spreadsheet + "dimension")?.Remove();
        await using var xml = XmlWriter.Create(output, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), CheckCharacters = true });
        await xml.WriteStartDocumentAsync(true);
        await xml.WriteStartElementAsync(null, "worksheet", spreadsheet.NamespaceName);
        foreach (var part in sheet.Root.Elements())
        {
            if (part != data)
            {
                part.WriteTo(xml);
                continue;
            }

            await xml.WriteStartElementAsync(null, "sheetData", spreadsheet.NamespaceName);
            foreach (var header in data.Elements())
            {
                header.WriteTo(xml);
            }

            var number = 1;
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                WriteRow(xml, spreadsheet.NamespaceName, ++number, row, styles);
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private static void WriteRow(XmlWriter xml, string spreadsheet, int number, IReadOnlyList<object?> cells, List<string> styles)
    {
        xml.WriteStartElement("row", spreadsheet);
        xml.WriteAttributeString("r", number.ToString(CultureInfo.InvariantCulture));
        for (var column = 0; column < cells.Count; column++)
        {
            xml.WriteStartElement("c", spreadsheet);
            xml.WriteAttributeString("r", $"{(char)('A' + column)}{number.ToString(CultureInfo.InvariantCulture)}");
            xml.WriteAttributeString("s", column < styles.Count ? styles[column] : "0");
            if (cells[column] is int count)
            {
                xml.WriteElementString("v", spreadsheet, count.ToString(CultureInfo.InvariantCulture));
            }
            else if (cells[column] is string { Length: > 0 } text)
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", spreadsheet);
                xml.WriteStartElement("t", spreadsheet);
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(Writable(text));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // Titles may hold what no XML can.
    private static string Writable(string text)
    {
        var kept = text.Length > LongestCell ? text[..LongestCell] : text;
        return kept.All(XmlConvert.IsXmlChar) ? kept : string.Concat(kept.EnumerateRunes().Where(r => r.Value > 0xFFFF || (XmlConvert.IsXmlChar((char)r.Value) && r.Value != 0xFFFD)));
    }
}

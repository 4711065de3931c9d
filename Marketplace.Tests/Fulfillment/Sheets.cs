using System.IO.Compression;
using System.Text;
using ClosedXML.Excel;

namespace Marketplace.Tests.Fulfillment;

/// <summary>Makes the files that sellers, and people with worse intentions, upload.</summary>
internal static class Sheets
{
    /// <summary>A workbook with one sheet, every cell as text.</summary>
    public static MemoryStream Xlsx(params string?[][] rows)
    {
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Orders");
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                if (rows[row][column] is { } text)
                {
                    sheet.Cell(row + 1, column + 1).SetValue(text);
                }
            }
        }

        return Saved(workbook);
    }

    public static MemoryStream Saved(XLWorkbook workbook)
    {
        var stream = new MemoryStream();
        workbook.SaveAs(stream);
        stream.Position = 0;
        return stream;
    }

    public static MemoryStream Text(string text, Encoding? encoding = null) => new((encoding ?? new UTF8Encoding(false)).GetBytes(text));

    /// <summary>A small file whose only sheet unpacks to hundreds of megabytes.</summary>
    public static MemoryStream Bomb()
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var workbook = new StreamWriter(archive.CreateEntry("xl/workbook.xml").Open()))
            {
                workbook.Write("<workbook/>");
            }

            using var sheet = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
            var block = new byte[1024 * 1024];
            for (var i = 0; i < 300; i++)
            {
                sheet.Write(block);
            }
        }

        stream.Position = 0;
        return stream;
    }
}

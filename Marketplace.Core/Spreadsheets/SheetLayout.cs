using ClosedXML.Excel;

namespace Marketplace.Core.Spreadsheets;

/// <summary>A column of a sheet that we write.</summary>
/// <param name="Header">Its header; one that our own reader knows.</param>
/// <param name="Width">Characters.</param>
/// <param name="IsNumber">Whole numbers; everything else is text, so that spreadsheets keep every digit of an id.</param>
/// <param name="IsInput">Filled in by the seller.</param>
internal sealed record SheetColumn(string Header, double Width, bool IsNumber = false, bool IsInput = false);

/// <summary>Lays out the sheets that sellers download.</summary>
internal static class SheetLayout
{
    private static readonly XLColor HeaderGround = XLColor.FromHtml("#1f3a5f");
    private static readonly XLColor InputGround = XLColor.FromHtml("#fff7dd");

    /// <summary>Adds a sheet with a frozen header and the pattern row that <see cref="StreamedWorkbook"/> wants.</summary>
    public static IXLWorksheet Add(XLWorkbook workbook, string name, IReadOnlyList<SheetColumn> columns)
    {
        var sheet = workbook.AddWorksheet(name);
        for (var i = 0; i < columns.Count; i++)
        {
            var header = sheet.Cell(1, i + 1);
            header.SetValue(columns[i].Header);
            header.Style.Font.SetBold().Font.SetFontColor(XLColor.White).Fill.SetBackgroundColor(HeaderGround);
            sheet.Column(i + 1).Width = columns[i].Width;
            Style(sheet.Column(i + 1).Style, columns[i]);
            Style(sheet.Cell(2, i + 1).Style, columns[i]);
            header.Style.NumberFormat.SetFormat("@");
        }

        sheet.SheetView.FreezeRows(1);
        return sheet;
    }

    private static void Style(IXLStyle style, SheetColumn column)
    {
        style.NumberFormat.SetFormat(column.IsNumber ? "0" : "@");
        if (column.IsInput)
        {
            style.Fill.SetBackgroundColor(InputGround);
        }
    }
}

using System.Globalization;
using System.Xml;

namespace Marketplace.Core.Spreadsheets;

/// <summary>Walks over the rows of one worksheet.</summary>
internal sealed class WorksheetRows(XmlReader xml, List<string> shared)
{
    // Spreadsheets keep 15 digits of a number; from there on an id stored as a number has lost its end.
    private const double ExactBelow = 1e15;
    private int last;

    /// <summary>The next row that has text; null at the end.</summary>
    public SheetRow? Next()
    {
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                continue;
            }

            last = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : last + 1;
            if (!xml.IsEmptyElement && Cells() is { } cells)
            {
                return new SheetRow(last, cells);
            }
        }

        return null;
    }

    private List<string?>? Cells()
    {
        var depth = xml.Depth;
        var cells = new List<string?>();
        var any = false;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                continue;
            }

            var column = Column(xml.GetAttribute("r")) ?? cells.Count;
            var text = Cell();
            if (column >= FileLimits.Columns || string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            while (cells.Count <= column)
            {
                cells.Add(null);
            }

            cells[column] = text;
            any = true;
        }

        return any ? cells : null;
    }

    private string? Cell()
    {
        if (xml.IsEmptyElement)
        {
            return null;
        }

        var type = xml.GetAttribute("t");
        var depth = xml.Depth;
        string? value = null;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "v" or "is")
            {
                value = SharedTexts.Text(xml);
            }
        }

        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count ? shared[index] : null,
            "inlineStr" or "str" or "e" or "b" or "d" => value,
            _ => Number(value),
        };
    }

    private static string? Number(string? value) =>
        !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? value
        : Math.Abs(number) < ExactBelow ? number.ToString(number == Math.Floor(number) ? "F0" : "R", CultureInfo.InvariantCulture)

        // Programs that write every digit have lost none; whether a spreadsheet did is seen by the zeros at the end.
        : value.All(char.IsAsciiDigit) ? value
        : number.ToString("0.##############E+0", CultureInfo.InvariantCulture);

    private static int? Column(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (letter is < 'A' or > 'Z')
            {
                break;
            }

            column = (column * 26) + letter - 'A' + 1;
            if (column > FileLimits.Columns)
            {
                return FileLimits.Columns;
            }
        }

        return column == 0 ? null : column - 1;
    }
}

namespace Marketplace.Core.Spreadsheets;

/// <summary>A row of a table, as text.</summary>
/// <param name="Number">Row in the sheet, from 1, as spreadsheet programs count.</param>
/// <param name="Cells">Cell texts by column; shorter than the table where the row ends early.</param>
internal readonly record struct SheetRow(int Number, IReadOnlyList<string?> Cells)
{
    /// <summary>A cell's text without the blanks and apostrophe around it, and without control characters, which no database takes; null when empty or absent.</summary>
    public string? Text(int column)
    {
        if (column < 0 || column >= Cells.Count || Cells[column] is not { } cell)
        {
            return null;
        }

        var text = (cell.AsSpan().ContainsAnyInRange('\0', '\u001f') ? string.Concat(cell.Where(c => !char.IsControl(c))) : cell).Trim().TrimStart('\'').Trim();
        return text.Length == 0 ? null : text;
    }
}

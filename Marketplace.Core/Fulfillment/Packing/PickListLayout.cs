using System.Globalization;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>Lays a pick list out: locations one after the other, then the orders' barcodes with which packing begins.</summary>
internal sealed class PickListLayout(PaperDocument paper)
{
    private const float RowHeight = 36;
    private const float OrderHeight = 46;
    private const float BarcodeWidth = 150;

    // Further orders have their barcode on their packing slips; a list of them alone would cost many sheets.
    private const int MostOrderBarcodes = 60;

    private float y;

    /// <summary>Draws the list.</summary>
    /// <param name="list">What is fetched.</param>
    /// <param name="at">When it was made, UTC.</param>
    public void Draw(PickList list, DateTimeOffset at)
    {
        paper.BeginSheet();
        y = PaperDocument.Margin;
        paper.Text("Pick list", PaperDocument.Margin, y + 18, 18, bold: true);
        paper.Text(at.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture), paper.Right, y + 10, 9, muted: true, fromRight: true);
        paper.Text($"{Count(list.Items, "item")} for {Count(list.Orders.Count, "order")}", paper.Right, y + 24, 10, bold: true, fromRight: true);
        y += 40;
        foreach (var place in list.Places)
        {
            DrawPlace(place);
        }

        DrawOrders(list.Orders);
        if (paper.Replaced > 0)
        {
            paper.Text($"“{PaperFonts.Replacement}” stands for characters of a script that cannot be printed here.", PaperDocument.Margin, paper.Bottom, 8);
        }
    }

    private void DrawPlace(PickPlace place)
    {
        Room(RowHeight * 2, null);
        Heading(place.Name);
        foreach (var line in place.Lines)
        {
            Room(RowHeight, $"{place.Name}, continued");
            Row(line);
            y += RowHeight;
            paper.Rule(y - 3);
        }

        y += 14;
    }

    private void Row(PickLine line)
    {
        var left = PaperDocument.Margin;
        paper.Box(left, y + 4, 14);
        paper.Text(line.Quantity.ToString(CultureInfo.InvariantCulture), left + 24, y + 16, 14, bold: true);
        paper.Text(line.Sku ?? "no SKU", left + 70, y + 12, 11, bold: true);
        var words = PaperDocument.Wrap(line.Title, paper.Right - left - 70 - BarcodeWidth - 70, 9, most: 2);
        for (var i = 0; i < words.Count; i++)
        {
            paper.Text(words[i], left + 70, y + 22 + (i * 10), i == 0 ? 9 : 8, muted: true);
        }

        paper.Text(Count(line.Orders, "order"), paper.Right - BarcodeWidth - 12, y + 16, 9, muted: true, fromRight: true);
        if (paper.Barcode(line.Code, paper.Right, y + 2, 18, BarcodeWidth, fromRight: true))
        {
            paper.Text(line.Code!, paper.Right, y + 29, 7, muted: true, fromRight: true);
        }
    }

    private void DrawOrders(IReadOnlyList<string> orders)
    {
        Room(OrderHeight * 2, null);
        Heading("Orders of this list");
        if (orders.Count > MostOrderBarcodes)
        {
            paper.Text($"{Count(orders.Count, "order")}; the barcode of each is on its packing slip.", PaperDocument.Margin, y + 14, 10);
            return;
        }

        var columnWidth = (paper.Right - PaperDocument.Margin) / 2;
        for (var i = 0; i < orders.Count; i++)
        {
            if (i % 2 == 0)
            {
                Room(OrderHeight, "Orders of this list, continued");
            }

            var x = PaperDocument.Margin + (i % 2 * columnWidth);
            paper.Barcode(orders[i], x, y + 6, 22, columnWidth - 20);
            paper.Text(orders[i], x + 8, y + 38, 8);
            y += i % 2 == 1 || i == orders.Count - 1 ? OrderHeight : 0;
        }
    }

    private void Heading(string text)
    {
        paper.Text(text, PaperDocument.Margin, y + 14, 13, bold: true);
        paper.Rule(y + 20);
        y += 24;
    }

    // A new sheet where less than the height is left; the heading says what goes on there.
    private void Room(float height, string? heading)
    {
        if (y + height <= paper.Bottom - 12)
        {
            return;
        }

        paper.BeginSheet();
        y = PaperDocument.Margin;
        if (heading is not null)
        {
            Heading(heading);
        }
    }

    private static string Count(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";
}

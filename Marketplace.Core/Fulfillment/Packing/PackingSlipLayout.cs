using System.Globalization;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>Lays packing slips out: one begins on a sheet of its own, and goes on over further sheets where it is long.</summary>
internal sealed class PackingSlipLayout(PaperDocument paper)
{
    private const float BarcodeWidth = 150;
    private const float QuantityWidth = 48;
    private const float LineHeight = 13;
    private const float RowPadding = 8;
    private const float FooterHeight = 26;

    private float TitleWidth => paper.Right - PaperDocument.Margin - QuantityWidth - BarcodeWidth - 8;

    /// <summary>Draws one slip.</summary>
    /// <returns>Sheets that it took.</returns>
    public int Draw(PackingSlip slip)
    {
        paper.BeginDocumentPart();
        paper.BeginSheet();
        var y = Head(slip);
        y = Parties(slip, y);
        y = Heading(y);
        var sheets = 1;
        foreach (var line in slip.Lines)
        {
            var words = PaperDocument.Wrap(line.Title, TitleWidth, 10);
            var height = Math.Max((words.Count * LineHeight) + LineHeight, 38) + RowPadding;
            if (y + height > paper.Bottom - FooterHeight)
            {
                Foot(slip, sheets, isLast: false);
                paper.BeginSheet();
                sheets++;
                y = Heading(Continued(slip));
            }

            Row(line, words, y);
            y += height;
            paper.Rule(y - (RowPadding / 2));
        }

        Foot(slip, sheets, isLast: true);
        return sheets;
    }

    private float Head(PackingSlip slip)
    {
        var (left, top) = (PaperDocument.Margin, PaperDocument.Margin);
        foreach (var line in PaperDocument.Wrap(slip.StoreName, 250, 16, bold: true, most: 2))
        {
            paper.Text(line, left, top + 16, 16, bold: true);
            top += 20;
        }

        paper.Text("Packing slip", left, top + 14, 10, muted: true);
        paper.Barcode(slip.ExternalId, paper.Right, PaperDocument.Margin, 34, 260, fromRight: true);
        paper.Text(slip.ExternalId, paper.Right, PaperDocument.Margin + 48, 11, bold: true, fromRight: true);
        paper.Rule(PaperDocument.Margin + 66);
        return PaperDocument.Margin + 66;
    }

    private float Continued(PackingSlip slip)
    {
        paper.Text($"{slip.ExternalId}, continued", PaperDocument.Margin, PaperDocument.Margin + 12, 11, bold: true);
        paper.Barcode(slip.ExternalId, paper.Right, PaperDocument.Margin, 20, 220, fromRight: true);
        return PaperDocument.Margin + 26;
    }

    private float Parties(PackingSlip slip, float y)
    {
        var middle = PaperDocument.Margin + 280;
        var left = y + 20;
        paper.Text("Ship to", PaperDocument.Margin, left, 9, muted: true);
        foreach (var line in Address(slip).SelectMany(text => PaperDocument.Wrap(text, 260, 11, most: 2)))
        {
            paper.Text(line, PaperDocument.Margin, left += 15, 11);
        }

        var right = y + 20;
        foreach (var (name, value) in Facts(slip))
        {
            paper.Text(name, middle, right, 9, muted: true);
            foreach (var line in PaperDocument.Wrap(value, paper.Right - middle - 70, 10, most: 2))
            {
                paper.Text(line, middle + 70, right, 10);
                right += 15;
            }
        }

        var end = Math.Max(left, right) + 10;
        if (slip.Buyer?.Note is { Length: > 0 } note)
        {
            foreach (var line in PaperDocument.Wrap($"Buyer's note: {note}", paper.Right - PaperDocument.Margin, 10, most: 4))
            {
                paper.Text(line, PaperDocument.Margin, end += LineHeight, 10, bold: true);
            }

            end += 8;
        }

        return end;
    }

    private float Heading(float y)
    {
        paper.Text("Items", PaperDocument.Margin, y + 12, 9, muted: true);
        paper.Text("What", PaperDocument.Margin + QuantityWidth, y + 12, 9, muted: true);
        paper.Rule(y + 18);
        return y + 22;
    }

    private void Row(PackingSlipLine line, List<string> words, float y)
    {
        paper.Text(line.Quantity.ToString(CultureInfo.InvariantCulture), PaperDocument.Margin, y + 15, 15, bold: true);
        if (line.Quantity < line.Ordered)
        {
            paper.Text($"of {line.Ordered}", PaperDocument.Margin, y + 28, 8, muted: true);
        }

        var at = y;
        foreach (var word in words)
        {
            paper.Text(word, PaperDocument.Margin + QuantityWidth, at += LineHeight, 10);
        }

        paper.Text(line.Sku ?? "no SKU", PaperDocument.Margin + QuantityWidth, at + LineHeight, 9, muted: true);
        if (paper.Barcode(line.Code, paper.Right, y + 4, 22, BarcodeWidth, fromRight: true))
        {
            paper.Text(line.Code!, paper.Right, y + 35, 7, muted: true, fromRight: true);
        }
    }

    private void Foot(PackingSlip slip, int sheet, bool isLast)
    {
        var items = slip.Lines.Sum(line => line.Quantity);
        var words = isLast ? $"{items} {(items == 1 ? "item" : "items")} in all" : "Goes on overleaf";
        paper.Text(words, PaperDocument.Margin, paper.Bottom, 9, bold: true);
        paper.Text($"Sheet {sheet}{(isLast ? $" of {sheet}" : "")}", paper.Right, paper.Bottom, 9, muted: true, fromRight: true);
        if (isLast && paper.Replaced > 0)
        {
            paper.Text($"“{PaperFonts.Replacement}” stands for characters of a script that cannot be printed here; the order on the screen shows them.", PaperDocument.Margin, paper.Bottom - 13, 8);
        }
    }

    private static IEnumerable<string> Address(PackingSlip slip)
    {
        if (slip.Buyer is not { } buyer)
        {
            return [$"{slip.MarketplaceName} does not hand the address out,", "or it was erased. It is on the shipping label."];
        }

        string?[] lines =
        [
            buyer.Name, buyer.Company, .. buyer.AddressLines, string.Join(' ', new[] { buyer.PostalCode, buyer.City, buyer.State }.Where(part => !string.IsNullOrWhiteSpace(part))), buyer.Country,
            buyer.ShipToReference is { } reference ? $"Reference: {reference}" : null,
        ];
        return lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!);
    }

    private static IEnumerable<(string Name, string Value)> Facts(PackingSlip slip)
    {
        yield return ("Order", slip.ExternalId);
        yield return ("Ordered", Day(slip.PlacedAt));
        if (slip.ShipBy is { } shipBy)
        {
            yield return ("Ship by", Day(shipBy));
        }

        if (slip.ShippingService is { Length: > 0 } service)
        {
            yield return ("Service", service);
        }
    }

    private static string Day(DateTimeOffset at) => at.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}

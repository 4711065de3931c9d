using SkiaSharp;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>A PDF document while it is drawn, sheet by sheet. Measures are points from the upper left corner.</summary>
internal sealed class PaperDocument : IDisposable
{
    /// <summary>Distance of everything from the edge of the sheet; office printers leave about half of it blank.</summary>
    public const float Margin = 40;

    private const float QuietModules = 10;
    private readonly MemoryStream stream = new();
    private readonly SKDocument document;
    private readonly SKPaint ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly SKPaint grey = new() { Color = new SKColor(0x55, 0x55, 0x55), IsAntialias = true };
    private readonly SKPaint rule = new() { Color = new SKColor(0xBB, 0xBB, 0xBB), StrokeWidth = 0.6f, Style = SKPaintStyle.Stroke };
    private SKCanvas? sheet;

    public PaperDocument(PaperFormat format, string title)
    {
        Size = SheetSize.Of(format);
        document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, Creator = "Marketplace", RasterDpi = 300, EncodingQuality = 101 });
    }

    /// <summary>Measures of a sheet.</summary>
    public SheetSize Size { get; }

    /// <summary>Right edge of what is printed.</summary>
    public float Right => Size.Width - Margin;

    /// <summary>Lower edge of what is printed.</summary>
    public float Bottom => Size.Height - Margin;

    /// <summary>Characters that were replaced since the last <see cref="BeginDocumentPart"/>, for want of a font.</summary>
    public int Replaced { get; private set; }

    /// <summary>Begins the part of another order: counts replaced characters anew.</summary>
    public void BeginDocumentPart() => Replaced = 0;

    /// <summary>Sheets so far.</summary>
    public int Sheets { get; private set; }

    /// <summary>Begins a sheet, and ends the one before.</summary>
    public void BeginSheet()
    {
        EndSheet();
        sheet = document.BeginPage(Size.Width, Size.Height);
        Sheets++;
    }

    /// <summary>Writes one line of text; its baseline is at <paramref name="y"/>.</summary>
    /// <returns>The right end of what was written.</returns>
    public float Text(string text, float x, float y, float size, bool bold = false, bool muted = false, bool fromRight = false)
    {
        var runs = PaperFonts.Runs(text, bold, out var replaced);
        Replaced += replaced;
        var at = fromRight ? x - runs.Sum(run => Measure(run, size)) : x;
        foreach (var run in runs)
        {
            using var font = new SKFont(run.Typeface, size);
            sheet!.DrawText(run.Text, at, y, SKTextAlign.Left, font, muted ? grey : ink);
            at += font.MeasureText(run.Text);
        }

        return at;
    }

    /// <summary>Breaks a text into lines that fit a width; a word that is too long is cut. At most <paramref name="most"/> lines, the last one ends in dots where more was left.</summary>
    public static List<string> Wrap(string text, float width, float size, bool bold = false, int most = 4)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Words(text, width, size, bold))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, size, bold) > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        lines.Add(line);
        return lines.Count <= most ? lines : [.. lines.Take(most - 1), $"{lines[most - 1]} …"];
    }

    /// <summary>Draws a barcode of bars alone. Nothing is drawn where the text cannot be written as one.</summary>
    /// <param name="text">Its payload.</param>
    /// <param name="x">Left edge, or right edge where <paramref name="fromRight"/>.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="height">Height of the bars.</param>
    /// <param name="mostWidth">Widest, quiet zones included; thinner bars are used to keep to it, down to what a scanner can read.</param>
    /// <param name="fromRight">Whether <paramref name="x"/> is its right edge.</param>
    /// <returns>Whether it was drawn.</returns>
    public bool Barcode(string? text, float x, float y, float height, float mostWidth, bool fromRight = false)
    {
        const float Widest = 1.1f;
        const float Thinnest = 0.55f;
        if (!Code128.CanWrite(text))
        {
            return false;
        }

        var bars = Code128.Bars(text!);
        var modules = bars.Sum() + (2 * QuietModules);
        var module = Math.Min(Widest, mostWidth / modules);
        if (module < Thinnest)
        {
            return false;
        }

        // Antialiasing would blur the edges that a scanner looks for.
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        var at = (fromRight ? x - (modules * module) : x) + (QuietModules * module);
        for (var i = 0; i < bars.Count; i++)
        {
            if (i % 2 == 0)
            {
                sheet!.DrawRect(at, y, bars[i] * module, height, paint);
            }

            at += bars[i] * module;
        }

        return true;
    }

    /// <summary>Draws a thin line across the sheet.</summary>
    public void Rule(float y) => sheet!.DrawLine(Margin, y, Right, y, rule);

    /// <summary>Draws an empty box to tick.</summary>
    public void Box(float x, float y, float side) => sheet!.DrawRect(x, y, side, side, rule);

    /// <summary>Ends the document.</summary>
    public byte[] Finish()
    {
        EndSheet();
        document.Close();
        return stream.ToArray();
    }

    public void Dispose()
    {
        document.Dispose();
        ink.Dispose();
        grey.Dispose();
        rule.Dispose();
        stream.Dispose();
    }

    private static IEnumerable<string> Words(string text, float width, float size, bool bold)
    {
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            while (Width(rest, size, bold) > width && rest.Length > 1)
            {
                var fitting = rest.Length - 1;
                while (fitting > 1 && Width(rest[..fitting], size, bold) > width)
                {
                    fitting--;
                }

                fitting -= fitting > 1 && char.IsHighSurrogate(rest[fitting - 1]) ? 1 : 0;
                yield return rest[..fitting];
                rest = rest[fitting..];
            }

            yield return rest;
        }
    }

    private static float Width(string text, float size, bool bold) => PaperFonts.Runs(text, bold, out _).Sum(run => Measure(run, size));

    private static float Measure(TextRun run, float size)
    {
        using var font = new SKFont(run.Typeface, size);
        return font.MeasureText(run.Text);
    }

    private void EndSheet()
    {
        if (sheet is not null)
        {
            document.EndPage();
            sheet = null;
        }
    }
}

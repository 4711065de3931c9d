using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using ZXing;
using ZXing.Common;

namespace Marketplace.Tests.Fulfillment.Packing;

/// <summary>Reads barcodes with a scanner's eyes, from bars or from a page.</summary>
internal static class Barcodes
{
    private const int PixelsPerPoint = 12;

    /// <summary>What a scanner reads from bars and gaps in turn; null when nothing.</summary>
    public static string? Read(IReadOnlyList<int> bars)
    {
        const int Module = 4;
        var row = new bool[(bars.Sum() + 20) * Module];
        var at = 10 * Module;
        for (var i = 0; i < bars.Count; i++)
        {
            Array.Fill(row, i % 2 == 0, at, bars[i] * Module);
            at += bars[i] * Module;
        }

        return Scan(row);
    }

    /// <summary>What a scanner reads on a page, from top to bottom.</summary>
    public static List<string> Read(Page page)
    {
        var bars = page.Paths.Where(path => path.IsFilled).Select(path => path.GetBoundingRectangle()).OfType<PdfRectangle>().Where(bar => bar.Height > 10 && bar.Width < 10);
        return [.. bars.GroupBy(bar => (Math.Round(bar.Bottom), Math.Round(bar.Top), IsLeft: bar.Left < page.Width / 2 && bar.Right < page.Width / 2))
            .OrderByDescending(group => group.Key.Item1)
            .ThenByDescending(group => group.Key.IsLeft)
            .Select(group => Scan(Row(page, [.. group])))
            .OfType<string>()];
    }

    private static bool[] Row(Page page, List<PdfRectangle> bars)
    {
        var row = new bool[(int)(page.Width * PixelsPerPoint)];
        foreach (var bar in bars)
        {
            var (from, to) = ((int)Math.Round(bar.Left * PixelsPerPoint), (int)Math.Round(bar.Right * PixelsPerPoint));
            Array.Fill(row, true, from, to - from);
        }

        return row;
    }

    private static string? Scan(bool[] row)
    {
        const int Height = 40;
        var pixels = new byte[row.Length * Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = row[i % row.Length] ? (byte)0 : (byte)255;
        }

        var reader = new BarcodeReaderGeneric { Options = new DecodingOptions { PossibleFormats = [BarcodeFormat.CODE_128], TryHarder = true } };
        return reader.Decode(new RGBLuminanceSource(pixels, row.Length, Height, RGBLuminanceSource.BitmapFormat.Gray8))?.Text;
    }
}

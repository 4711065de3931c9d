namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>Sheets that packing papers are laid out for.</summary>
public enum PaperFormat
{
    /// <summary>A4, 210 × 297 mm.</summary>
    A4,

    /// <summary>US Letter, 8.5 × 11 in.</summary>
    Letter,
}

/// <summary>Measures of a sheet, in points (1/72 in).</summary>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
internal readonly record struct SheetSize(float Width, float Height)
{
    /// <summary>The measures of a format.</summary>
    public static SheetSize Of(PaperFormat format) => format == PaperFormat.Letter ? new(612, 792) : new(595, 842);
}

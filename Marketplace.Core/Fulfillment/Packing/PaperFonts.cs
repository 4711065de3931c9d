using System.Text;
using SkiaSharp;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>A stretch of text that one font has all characters of.</summary>
internal readonly record struct TextRun(string Text, SKTypeface Typeface);

/// <summary>
/// Fonts of the papers. They travel with the application, since a server may have none: Latin, Greek and Cyrillic (Noto Sans), Thai
/// (Noto Sans Thai), Chinese, Japanese and Korean (Droid Sans Fallback). Scripts that must be shaped or run from right to left are
/// not written wrongly but replaced.
/// </summary>
internal static class PaperFonts
{
    /// <summary>Stands for a character that no font has.</summary>
    public const char Replacement = '?';

    private static readonly Lazy<SKFont> Regular = Load("NotoSans-Regular");
    private static readonly Lazy<SKFont> Bold = Load("NotoSans-Bold");
    private static readonly Lazy<SKFont> Thai = Load("NotoSansThai-Regular");
    private static readonly Lazy<SKFont> EastAsian = Load("DroidSansFallback");

    /// <summary>Cuts a text into runs of one font each.</summary>
    /// <param name="text">Any text; control characters become blanks.</param>
    /// <param name="bold">Bold where there is a bold font.</param>
    /// <param name="replaced">Characters that were replaced.</param>
    public static List<TextRun> Runs(string text, bool bold, out int replaced)
    {
        replaced = 0;
        var runs = new List<TextRun>();
        var run = new StringBuilder();
        SKTypeface? current = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSilent(rune))
            {
                continue;
            }

            var shown = Rune.IsControl(rune) ? new Rune(' ') : rune;
            if (Find(shown, bold) is not { } typeface)
            {
                replaced++;
                (shown, typeface) = (new Rune(Replacement), (bold ? Bold : Regular).Value.Typeface);
            }

            if (current is not null && current != typeface)
            {
                runs.Add(new TextRun(run.ToString(), current));
                run.Clear();
            }

            current = typeface;
            run.Append(shown.ToString());
        }

        if (current is not null)
        {
            runs.Add(new TextRun(run.ToString(), current));
        }

        return runs;
    }

    private static SKTypeface? Find(Rune rune, bool bold) =>
        MustBeShaped(rune.Value)
            ? null
            : Choice(bold).FirstOrDefault(font => font.Value.ContainsGlyph(rune.Value))?.Value.Typeface;

    private static Lazy<SKFont>[] Choice(bool bold) => bold ? [Bold, Regular, Thai, EastAsian] : [Regular, Thai, EastAsian];

    // Hebrew to Arabic run from right to left, those of India join and reorder: drawn letter by letter they would say something else.
    private static bool MustBeShaped(int code) => code is (>= 0x0590 and <= 0x0DFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC);

    // Joiners, marks of direction and variants of emoji have no look of their own.
    private static bool IsSilent(Rune rune) => rune.Value is (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0x00AD;

    private static Lazy<SKFont> Load(string name) => new(() =>
    {
        var resource = $"{typeof(PaperFonts).Namespace}.Fonts.{name}.ttf";
        using var stream = typeof(PaperFonts).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The font {resource} is missing from the assembly.");
        return new SKFont(SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"The font {resource} cannot be read."));
    });
}

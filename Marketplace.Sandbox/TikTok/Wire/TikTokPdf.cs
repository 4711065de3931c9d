using System.Globalization;
using System.Text;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Writes a one-page PDF with lines of text, enough for a label that can be looked at and printed.</summary>
internal static class TikTokPdf
{
    /// <summary>The document; a first line in large type, the others below it.</summary>
    /// <param name="width">Points.</param>
    /// <param name="height">Points.</param>
    /// <param name="lines">Latin text.</param>
    public static byte[] Write(int width, int height, IReadOnlyList<string> lines)
    {
        var content = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"BT /F1 20 Tf 18 {height - 40} Td ({Escape(lines[0])}) Tj /F1 11 Tf 0 -14 Td "));
        foreach (var line in lines.Skip(1))
        {
            content.Append(CultureInfo.InvariantCulture, $"0 -16 Td ({Escape(line)}) Tj ");
        }

        content.Append("ET 2 w 10 10 ").Append(CultureInfo.InvariantCulture, $"{width - 20} {height - 20} re S");
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"),
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {content.Length} >>\nstream\n{content}\nendstream"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(letter => letter is '(' or ')' or '\\' ? $"\\{letter}" : letter is >= ' ' and <= '~' ? letter.ToString() : "?"));
}

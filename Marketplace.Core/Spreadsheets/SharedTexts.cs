using System.Text;
using System.Xml;

namespace Marketplace.Core.Spreadsheets;

/// <summary>Reads the texts that the cells of a workbook share.</summary>
internal static class SharedTexts
{
    /// <summary>The texts in order; none where the workbook has no such part.</summary>
    public static List<string> Read(XmlReader? xml)
    {
        using (xml)
        {
            var texts = new List<string>();
            var characters = 0;
            while (xml?.Read() == true)
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                {
                    var text = Text(xml);
                    characters += text.Length;
                    if (characters > FileLimits.SharedCharacters)
                    {
                        throw new UnreadableFileException("This workbook holds more text than a list of orders or stock could need. Copy the rows into a new workbook and upload that.");
                    }

                    texts.Add(text);
                }
            }

            return texts;
        }
    }

    /// <summary>All text inside the current element, without phonetic guides; ends on its closing tag.</summary>
    public static string Text(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        var depth = xml.Depth;
        var text = new StringBuilder();
        var guide = 0;
        var chunk = new char[512];
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.LocalName == "rPh" && !xml.IsEmptyElement)
            {
                guide += xml.NodeType == XmlNodeType.Element ? 1 : xml.NodeType == XmlNodeType.EndElement ? -1 : 0;
            }
            else if (guide == 0 && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
            {
                // In pieces, so that a text of any length is passed over rather than held.
                int read;
                while (text.Length < FileLimits.CellLength && (read = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
                {
                    text.Append(chunk, 0, Math.Min(read, FileLimits.CellLength - text.Length));
                }
            }
        }

        return text.ToString();
    }
}

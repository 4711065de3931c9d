using System.Text;

namespace Marketplace.Tests.Fulfillment.Files;

/// <summary>Every format in which tracking comes is read without anybody saying which it is.</summary>
public sealed class GoldenFileTests
{
    static GoldenFileTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string> Every => [.. GoldenFiles.Names];

    public static TheoryData<string> Texts => [.. GoldenFiles.TextNames];

    [Theory]
    [MemberData(nameof(Every))]
    public void Read_FileOfKnownShape_GivesTheExpectedRows(string name) => Assert.Equal(GoldenFiles.Expected(name), GoldenFiles.Reading(GoldenFiles.Bytes(name)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Read_SameTextInAnyEncoding_GivesTheSameRows(string name)
    {
        var text = GoldenFiles.Text(name);
        Encoding[] encodings = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, .. Legacy(text)];
        foreach (var encoding in encodings)
        {
            Assert.Equal(GoldenFiles.Expected(name), GoldenFiles.Reading([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
            Assert.Equal(GoldenFiles.Expected(name), GoldenFiles.Reading(encoding.GetBytes(text)));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Read_SameTableWithAnotherSeparatorAndLineEnd_GivesTheSameRows(string name)
    {
        var separator = GoldenFiles.Text(name).Contains('\t') && name.EndsWith(".txt", StringComparison.Ordinal) ? '\t' : ',';
        foreach (var other in ";|,\t".Where(c => c != separator))
        {
            var text = Reseparated(GoldenFiles.Text(name), separator, other);
            Assert.Equal(GoldenFiles.Expected(name), GoldenFiles.Reading(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(GoldenFiles.Expected(name), GoldenFiles.Reading(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\n', '\r'))));
        }
    }

    [Fact]
    public void Read_LineThatNamesTheSeparator_IsNoRow() =>
        Assert.Equal(["3|A-1|||||T-1|UPS||"], GoldenFiles.Reading("sep=;\r\nOrder ID;Tracking ID;Carrier\r\nA-1;T-1;UPS\r\n"u8.ToArray()));

    private static IEnumerable<Encoding> Legacy(string text) =>
        new[] { 1252, 932 }.Select(page => Encoding.GetEncoding(page)).Where(encoding => encoding.GetString(encoding.GetBytes(text)) == text);

    // Cells are quoted where the new separator stands inside of them, as a spreadsheet program would.
    private static string Reseparated(string text, char from, char to) => string.Join('\n', text.Split('\n').Select(line => string.Join(to, Cells(line, from).Select(cell => Quoted(cell, to)))));

    private static List<string> Cells(string line, char separator)
    {
        List<string> cells = [""];
        var isQuoted = false;
        foreach (var character in line)
        {
            isQuoted ^= character == '"' && separator != '\t';
            if (character == separator && !isQuoted)
            {
                cells.Add("");
            }
            else
            {
                cells[^1] += character;
            }
        }

        return separator == '\t' ? cells : [.. cells.Select(cell => cell.StartsWith('"') ? cell.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal) : cell)];
    }

    private static string Quoted(string cell, char separator) =>
        separator == '\t' ? cell.Replace('\t', ' ') : (cell.Contains(separator) || cell.Contains('"')) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}

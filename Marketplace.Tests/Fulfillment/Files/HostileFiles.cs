using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Marketplace.Tests.Fulfillment.Files;

/// <summary>Files that people upload by mistake, and files that are built to hurt.</summary>
internal static class HostileFiles
{
    private const string Sheet = "xl/worksheets/sheet1.xml";
    private const string SheetHead = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    private const string SheetTail = "</sheetData></worksheet>";

    private static readonly string Header = $"<row r=\"1\">{Cell("Order ID")}{Cell("Tracking ID")}{Cell("Carrier")}</row>";

    /// <summary>Each with how the verdict on it begins.</summary>
    public static IReadOnlyDictionary<string, (Func<byte[]> Content, string Verdict)> Refused { get; } = new Dictionary<string, (Func<byte[]>, string)>
    {
        ["nothing"] = (() => [], "This file is empty."),
        ["blanks.csv"] = (() => Text("  \r\n \t \r\n"), "This file is empty."),
        ["mark alone.csv"] = (() => [0xEF, 0xBB, 0xBF], "This file is empty."),
        ["old.xls"] = (() => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[2000]], "This workbook is in the old .xls format"),
        ["locked.xlsx"] = (() => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. Encoding.Unicode.GetBytes("EncryptedPackage")], "This workbook is locked with a password."),
        ["page.xls"] = (() => Text("<html><body><table><tr><td>Order ID</td><td>Tracking ID</td></tr></table></body></html>"), "This file is a web page"),
        ["2003.xls"] = (() => Text("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"), "This workbook is saved as “XML Spreadsheet 2003”"),
        ["orders.json.csv"] = (() => Text("[{\"order\":\"A-1\"}]"), "This file holds JSON"),
        ["scan.pdf"] = (() => Text("%PDF-1.7\n"), "This file is a PDF"),
        ["photo.csv"] = (() => [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], "This file is a picture"),
        ["packed.csv.gz"] = (() => [0x1F, 0x8B, 8, 0], "This file is packed."),
        ["noise.csv"] = (() => [.. Enumerable.Range(0, 5000).Select(i => (byte)((i * 7919) % 251))], "This file is neither a workbook nor a table"),
        ["binary.xlsx"] = (() => Zip(("xl/workbook.bin", "x")), "This workbook is in the binary .xlsb format."),
        ["open.ods"] = (() => Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")), "This file is an OpenDocument table."),
        ["letter.docx"] = (() => Zip(("word/document.xml", "<x/>")), "This file is no Excel workbook."),
        ["folder.zip"] = (() => Zip(("orders.csv", "Order ID,Tracking ID\n")), "This file is a packed folder."),
        ["nested.xlsx"] = (() => Zip(("inner.zip", "PK")), "This file is a packed folder."),
        ["cut.xlsx"] = (() => GoldenFiles.Bytes("tiktok-bulk-ship.xlsx.txt")[..900], "This workbook is damaged."),
        ["laughs.xlsx"] = (() => Workbook(Laughs()), "This workbook is damaged."),
        ["entity.xlsx"] = (() => Workbook("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet>&e;</worksheet>"), "This workbook is damaged."),
        ["bomb.xlsx"] = (() => Sheets.Bomb().ToArray(), "This workbook unpacks to far more"),
        ["parts.xlsx"] = (() => Zip([.. Enumerable.Range(0, 3000).Select(i => ($"p{i}.xml", "x"))]), "This workbook unpacks to far more"),
        ["cell.xlsx"] = (() => Workbook($"{SheetHead}{Header}<row r=\"2\">{Cell(Noise(24_000_000))}</row>{SheetTail}"), "This workbook is damaged."),
        ["attribute.xlsx"] = (() => Workbook($"{SheetHead}<row r=\"{Noise(24_000_000)}\"/>{SheetTail}"), "This workbook is damaged."),
        ["quote.csv"] = (() => Text("Order ID,Tracking ID\n\"A-1,T-1\nA-2,T-2\n"), "A quote in row 2 is never closed."),
        ["columns.csv"] = (() => Text("Order ID" + new string(',', 30_000_000) + "Tracking ID\nA-1,T-1\n"), "No row with the column “Tracking Number” was found."),
        ["headers only.csv"] = (() => Text("Order ID,Tracking ID\n"), "This file has the right columns but no rows"),
        ["addresses.csv"] = (() => Text("Name,Street\nAnn,1 Main St\n"), "No row with the column “Order ID” and “Tracking Number” was found. Found: Name, Street."),
    };

    /// <summary>Each with the only row that is to be read from it.</summary>
    public static IReadOnlyDictionary<string, (Func<byte[]> Content, string Row)> Read { get; } = new Dictionary<string, (Func<byte[]>, string)>
    {
        ["macros.xlsm"] = (() => Workbook(Row(Cell("A-1") + Cell("T-1") + Cell("UPS")), ("xl/vbaProject.bin", "never run")), "2|A-1|||||T-1|UPS||"),
        ["formula.xlsx"] = (() => Workbook(Row(Cell("A-1") + "<c t=\"str\"><f>WEBSERVICE(\"https://evil.example\")</f><v>T-1</v></c>" + Cell("=cmd|' /C calc'!A0"))), "2|A-1|||||T-1|=cmd|' /C calc'!A0||"),
        ["broken formula.xlsx"] = (() => Workbook(Row(Cell("A-1") + "<c t=\"e\"><f>VLOOKUP(1,2)</f><v>#N/A</v></c>" + Cell("UPS"))), "2|A-1|||||#N/A|UPS||"),
        ["columns.xlsx"] = (() => Workbook(Row(Cell("A-1") + Cell("T-1") + Cell("UPS") + string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 200_000)))), "2|A-1|||||T-1|UPS||"),
        ["exact digits.xlsx"] = (() => Workbook(Row("<c><v>576461413038785752</v></c>" + Cell("T-1") + Cell("UPS"))), "2|576461413038785752|||||T-1|UPS||"),
        ["lost digits.xlsx"] = (() => Workbook(Row("<c><v>5.76461413038786E+17</v></c>" + Cell("T-1") + Cell("UPS"))), "2|5.76461413038786E+17|||||T-1|UPS||"),
        ["zeros.csv"] = (() => Text("#INFO," + new string(' ', 9000) + "\nOrder ID,Tracking ID,Carrier\nA\0-1,T-1\u0001,UPS\n"), "3|A-1|||||T-1|UPS||"),
        ["a table called .xlsx"] = (() => Text("Order ID\tTracking ID\tCarrier\nA-1\tT-1\tUPS\n"), "2|A-1|||||T-1|UPS||"),
        ["an inch.tsv"] = (() => Text("Order ID\tTitle\tTracking ID\tCarrier\nA-1\t\"5\" screen\tT-1\tUPS\n"), "2|A-1|||||T-1|UPS||"),
        ["long cell.csv"] = (() => Text($"Order ID,Note,Tracking ID,Carrier\nA-1,{Noise(20_000_000)},T-1,UPS\n"), "2|A-1|||||T-1|UPS||"),
    };

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Row(string cells) => $"{SheetHead}{Header}<row r=\"2\">{cells}</row>{SheetTail}";

    private static string Cell(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    // Hardly packs, so that no ratio gives it away.
    private static string Noise(int length)
    {
        var random = new Random(7);
        return string.Create(length, random, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)('a' + source.Next(26));
            }
        });
    }

    private static string Laughs()
    {
        var entities = new StringBuilder("<!ENTITY a0 \"ha\">");
        for (var i = 1; i < 12; i++)
        {
            entities.Append(CultureInfo.InvariantCulture, $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">");
        }

        return $"<!DOCTYPE worksheet [{entities}]><worksheet>&a11;</worksheet>";
    }

    private static byte[] Workbook(string sheet, params (string Name, string Content)[] more) => Zip(
    [
        ("xl/workbook.xml", "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Orders\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        (Sheet, sheet), .. more,
    ]);

    private static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.Fastest).Open());
                writer.Write(content);
            }
        }

        return stream.ToArray();
    }
}

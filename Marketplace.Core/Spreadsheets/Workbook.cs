using System.IO.Compression;
using System.Xml;

namespace Marketplace.Core.Spreadsheets;

/// <summary>
/// Reads .xlsx row by row. Only texts and numbers are taken: formulas are never evaluated, links never followed, and nothing is
/// unpacked before its size is known to be sane.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private static readonly XmlReaderSettings Settings = new() { CloseInput = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = false, IgnoreComments = true };
    private readonly ZipArchive archive;
    private readonly List<string> shared;

    private Workbook(ZipArchive archive, List<string> shared, IReadOnlyList<string> sheets)
    {
        this.archive = archive;
        this.shared = shared;
        SheetParts = sheets;
    }

    /// <summary>Names of the parts that hold sheets, in the workbook's order; those that only explain or are hidden come last.</summary>
    public IReadOnlyList<string> SheetParts { get; }

    /// <summary>Opens a workbook.</summary>
    /// <exception cref="UnreadableFileException">It is none, or built to overwhelm its reader.</exception>
    public static Workbook Open(Stream content)
    {
        try
        {
            var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            CheckSizes(archive);
            var workbook = archive.GetEntry("xl/workbook.xml") ?? throw new UnreadableFileException(Foreign(archive));
            return new Workbook(archive, SharedTexts.Read(Xml(archive.GetEntry("xl/sharedStrings.xml"))), SheetsOf(archive, workbook));
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw Damaged(damage);
        }
    }

    /// <summary>The rows of a sheet, in order; rows without any text are left out.</summary>
    /// <exception cref="UnreadableFileException">The sheet is damaged.</exception>
    public IEnumerable<SheetRow> Rows(string part)
    {
        using var xml = Xml(archive.GetEntry(part));
        if (xml is null)
        {
            yield break;
        }

        var rows = new WorksheetRows(xml, shared);
        while (true)
        {
            SheetRow? row;
            try
            {
                row = rows.Next();
            }
            catch (Exception damage) when (IsDamage(damage))
            {
                throw Damaged(damage);
            }

            if (row is null)
            {
                yield break;
            }

            yield return row.Value;
        }
    }

    /// <inheritdoc />
    public void Dispose() => archive.Dispose();

    // What a damaged or forged archive makes its readers throw.
    private static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or XmlException or IOException or NotSupportedException or ArgumentException or OverflowException or IndexOutOfRangeException;

    private static string Foreign(ZipArchive archive) => archive switch
    {
        _ when archive.GetEntry("xl/workbook.bin") is not null => "This workbook is in the binary .xlsb format. Save it as .xlsx and upload that.",
        _ when archive.GetEntry("content.xml") is not null => "This file is an OpenDocument table. Save it as .xlsx or .csv and upload that.",
        _ when archive.Entries.Any(e => Path.GetExtension(e.Name).ToUpperInvariant() is ".XLSX" or ".CSV" or ".TSV" or ".TXT" or ".ZIP") =>
            "This file is a packed folder. Unpack it and upload the .xlsx or .csv inside.",
        _ => "This file is no Excel workbook. Save it as .xlsx or .csv and upload it again.",
    };

    private static void CheckSizes(ZipArchive archive)
    {
        if (archive.Entries.Count > FileLimits.ZipEntries)
        {
            throw TooBig();
        }

        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            total += entry.Length;
            var swollen = entry.Length > 1024 * 1024 && entry.Length / Math.Max(1, entry.CompressedLength) > FileLimits.Ratio;
            if (swollen || total > FileLimits.UnpackedBytes)
            {
                throw TooBig();
            }
        }
    }

    private static List<string> SheetsOf(ZipArchive archive, ZipArchiveEntry workbook)
    {
        var targets = new Dictionary<string, string>();
        using (var relations = Xml(archive.GetEntry("xl/_rels/workbook.xml.rels")))
        {
            while (relations?.Read() == true)
            {
                if (relations is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && relations.GetAttribute("Id") is { } id && relations.GetAttribute("Target") is { } target)
                {
                    targets[id] = target.StartsWith('/') ? target.TrimStart('/') : "xl/" + target;
                }
            }
        }

        var sheets = new List<(string Part, bool IsGuide)>();
        using var xml = Xml(workbook)!;
        while (xml.Read() && sheets.Count < FileLimits.Sheets)
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "sheet" })
            {
                continue;
            }

            var isGuide = xml.GetAttribute("state") is "hidden" or "veryHidden" || IsGuide(xml.GetAttribute("name") ?? "");
            if (RelationOf(xml) is { } id && targets.TryGetValue(id, out var part))
            {
                sheets.Add((part, isGuide));
            }
        }

        return [.. sheets.OrderBy(sheet => sheet.IsGuide).Select(sheet => sheet.Part)];
    }

    // Templates explain themselves on sheets that look like the one to fill in.
    private static bool IsGuide(string name)
    {
        string[] words = ["example", "how to", "instruction", "definition", "guide", "valid values"];
        return words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    // The attribute's namespace differs between the two dialects of the format.
    private static string? RelationOf(XmlReader sheet)
    {
        while (sheet.MoveToNextAttribute())
        {
            if (sheet.LocalName == "id" && sheet.NamespaceURI.Length > 0)
            {
                return sheet.Value;
            }
        }

        return null;
    }

    private static XmlReader? Xml(ZipArchiveEntry? entry) => entry is null ? null : XmlReader.Create(new MarkupGuard(entry.Open()), Settings);

    private static UnreadableFileException Damaged(Exception cause) => new("This workbook is damaged. Open it in your spreadsheet program, save it as .xlsx again, and upload that.", cause);

    private static UnreadableFileException TooBig() => new("This workbook unpacks to far more than a list of orders or stock could need, so it was not opened. Copy the rows into a new workbook and upload that.");
}

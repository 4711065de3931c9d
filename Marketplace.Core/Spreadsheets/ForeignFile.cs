using System.Text;

namespace Marketplace.Core.Spreadsheets;

/// <summary>Tells files that are no table we read, by how they begin, whatever they are called, and says what to upload instead.</summary>
internal static class ForeignFile
{
    private const int Looked = 1024;

    // A locked .xlsx is an old-style container with this stream inside ([MS-OFFCRYPTO], section 2.3).
    private static readonly byte[] LockedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Why a file cannot be read; null when it may be a workbook or a table of text.</summary>
    public static string? Problem(ReadOnlySpan<byte> content) => content switch
    {
        [] => "This file is empty.",
        [0xD0, 0xCF, 0x11, 0xE0, ..] when content.IndexOf(LockedPackage) >= 0 => "This workbook is locked with a password. Save it without the password and upload that.",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "This workbook is in the old .xls format, or locked with a password. Save it as .xlsx without a password and upload that.",
        [0x25, 0x50, 0x44, 0x46, ..] => "This file is a PDF, no table. Upload the .xlsx or .csv itself.",
        [0x1F, 0x8B, ..] or [0x52, 0x61, 0x72, 0x21, ..] or [0x37, 0x7A, 0xBC, 0xAF, ..] => "This file is packed. Unpack it and upload the .xlsx or .csv inside.",
        [0x89, 0x50, 0x4E, 0x47, ..] or [0xFF, 0xD8, 0xFF, ..] or [0x47, 0x49, 0x46, 0x38, ..] => "This file is a picture, no table. Upload the .xlsx or .csv itself.",
        _ => null,
    };

    /// <summary>Why a text cannot be read as a table; null when it can be tried.</summary>
    public static string? Problem(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, Looked)).TrimStart();
        return head switch
        {
            [] => "This file is empty.",
            ['{', ..] or ['[', '{', ..] => "This file holds JSON, no table. Save the orders as .xlsx or .csv and upload that.",
            ['<', ..] when head.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.Ordinal) =>
                "This workbook is saved as “XML Spreadsheet 2003”. Open it in your spreadsheet program, save it as .xlsx, and upload that.",
            ['<', ..] => "This file is a web page under the name of a table, as some tools write for “.xls”. Open it in your spreadsheet program, save it as .xlsx, and upload that.",
            _ => null,
        };
    }
}

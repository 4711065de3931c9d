namespace Marketplace.Core.Spreadsheets;

/// <summary>How much of an uploaded file is taken in; beyond it the file is refused, in words, before it can hurt.</summary>
public static class FileLimits
{
    /// <summary>Largest upload, bytes.</summary>
    public const int Bytes = 32 * 1024 * 1024;

    /// <summary>Most data rows.</summary>
    public const int Rows = 200_000;

    /// <summary>Columns that are looked at; the rest of a row is passed over.</summary>
    public const int Columns = 256;

    /// <summary>Longest cell that is kept, characters; the rest of it is cut off.</summary>
    public const int CellLength = 2_000;

    /// <summary>Parts of a workbook.</summary>
    public const int ZipEntries = 2_000;

    /// <summary>Sheets of a workbook that are looked at.</summary>
    public const int Sheets = 100;

    /// <summary>Unpacked size of all parts together, bytes.</summary>
    public const long UnpackedBytes = 512L * 1024 * 1024;

    /// <summary>Unpacked size over packed size of a part; sheets of real shops stay below 60.</summary>
    public const int Ratio = 250;

    /// <summary>Characters of all shared texts of a workbook together.</summary>
    public const int SharedCharacters = 64 * 1024 * 1024;
}

namespace Marketplace.Core.Spreadsheets;

/// <summary>Takes an uploaded file in.</summary>
internal static class Upload
{
    private const int LongestName = 120;

    /// <summary>The bytes of an upload.</summary>
    /// <exception cref="UnreadableFileException">The file is empty or larger than <see cref="FileLimits.Bytes"/>.</exception>
    public static async Task<byte[]> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81_920];
        int read;
        while ((read = await content.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > FileLimits.Bytes)
            {
                throw new UnreadableFileException($"This file is larger than {FileLimits.Bytes / 1024 / 1024} MB. Split it and upload the parts one after the other.");
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.Length == 0 ? throw new UnreadableFileException("This file is empty.") : buffer.ToArray();
    }

    /// <summary>A file's name without folders, cut to what is kept.</summary>
    public static string Name(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        return name.Length > LongestName ? name[..LongestName] : name;
    }
}

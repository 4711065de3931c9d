using Microsoft.Extensions.Options;

namespace Marketplace.Web.Images;

/// <summary>Small pictures on disk, bounded in size. A lost or emptied folder costs time and nothing else.</summary>
public sealed class ThumbnailFolder(IOptions<ImageOptions> options, ILogger<ThumbnailFolder> logger)
{
    // Room is made ahead, so that not every new picture looks at all files.
    private const double KeptWhenFull = 0.8;
    private static readonly (string Ending, string MediaType)[] Kinds = [(".webp", Thumbnail.Webp), (".svg", Thumbnail.Drawing)];
    private readonly Lock gate = new();
    private long? size;

    private long MaxBytes => options.Value.MaxMegabytes * 1024L * 1024L;

    /// <summary>The picture of a name; null where there is none.</summary>
    public async Task<Thumbnail?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var (ending, mediaType) in Kinds)
        {
            try
            {
                return new Thumbnail(await File.ReadAllBytesAsync(PathOf(name, ending), cancellationToken), mediaType);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // It may be of the other kind, or is not there yet.
            }
        }

        return null;
    }

    /// <summary>Keeps a picture. A full disk is logged: the picture is shown all the same.</summary>
    public async Task KeepAsync(string name, Thumbnail thumbnail, CancellationToken cancellationToken)
    {
        var path = PathOf(name, Kinds.First(kind => kind.MediaType == thumbnail.MediaType).Ending);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var half = $"{path}.{Guid.NewGuid():N}";
            await File.WriteAllBytesAsync(half, thumbnail.Content, cancellationToken);
            File.Move(half, path, overwrite: true);
            MakeRoom(thumbnail.Content.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "A product picture could not be kept in {Folder}; see that there is room, or set Images:Folder", options.Value.Folder);
        }
    }

    private void MakeRoom(int added)
    {
        lock (gate)
        {
            size = size is { } known ? known + added : Files().Sum(file => file.Length);
            if (size <= MaxBytes)
            {
                return;
            }

            foreach (var file in Files().OrderBy(file => file.LastWriteTimeUtc))
            {
                if (size <= MaxBytes * KeptWhenFull)
                {
                    return;
                }

                size -= file.Length;
                file.Delete();
            }
        }
    }

    private List<FileInfo> Files() => [.. new DirectoryInfo(options.Value.Folder).EnumerateFiles("*", SearchOption.AllDirectories)];

    private string PathOf(string name, string ending) => Path.Combine(options.Value.Folder, name[..2], name + ending);
}

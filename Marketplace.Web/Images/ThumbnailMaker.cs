using Microsoft.Extensions.Options;
using SkiaSharp;

namespace Marketplace.Web.Images;

/// <summary>Makes small pictures of large ones.</summary>
public sealed class ThumbnailMaker(IOptions<ImageOptions> options)
{
    private const int MostPixels = 50_000_000;
    private const int Quality = 80;
    private static readonly SKSamplingOptions Smooth = new(SKCubicResampler.Mitchell);

    /// <summary>The small picture; null for what is no picture, or one of an absurd size.</summary>
    /// <param name="content">A picture in any of the usual forms.</param>
    /// <param name="mediaType">What the sender says it is.</param>
    public Thumbnail? Make(byte[] content, string? mediaType)
    {
        if (mediaType == Thumbnail.Drawing)
        {
            // A drawing has no pixels to be scaled, and is small as it is.
            return new Thumbnail(content, Thumbnail.Drawing);
        }

        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is 0 or > MostPixels)
        {
            return null;
        }

        using var picture = SKBitmap.Decode(codec);
        if (picture is null)
        {
            return null;
        }

        var scale = Math.Min(1d, options.Value.Pixels / (double)Math.Max(picture.Width, picture.Height));
        using var small = picture.Resize(new SKImageInfo(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale))), Smooth);
        using var image = SKImage.FromBitmap(small ?? picture);
        using var encoded = image.Encode(SKEncodedImageFormat.Webp, Quality);
        return encoded is null ? null : new Thumbnail(encoded.ToArray(), Thumbnail.Webp);
    }
}

/// <summary>A small picture.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="MediaType">What they are.</param>
public sealed record Thumbnail(byte[] Content, string MediaType)
{
    /// <summary>Scaled pictures.</summary>
    public const string Webp = "image/webp";

    /// <summary>Drawings, which are kept as they are.</summary>
    public const string Drawing = "image/svg+xml";
}

using System.ComponentModel.DataAnnotations;

namespace Marketplace.Web.Images;

/// <summary>Settings under <c>Images</c>: small copies of product pictures, kept so that a page does not load them from the marketplaces each time.</summary>
public sealed class ImageOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Images";

    /// <summary>Folder of the copies; a relative one lies below the folder that the application is started in. May be emptied at any time.</summary>
    [Required]
    public string Folder { get; set; } = "data/images";

    /// <summary>Most megabytes that the copies may take; the ones that were made first go first.</summary>
    [Range(1, 100_000)]
    public int MaxMegabytes { get; set; } = 256;

    /// <summary>Largest picture that is fetched, in kilobytes.</summary>
    [Range(10, 50_000)]
    public int MaxKilobytesEach { get; set; } = 8_192;

    /// <summary>Width and height, in pixels, that copies fit into; twice what pages show, for fine screens.</summary>
    [Range(40, 1_000)]
    public int Pixels { get; set; } = 160;
}

using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Settings under <c>TrackingFiles</c>.</summary>
public sealed class TrackingFileOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "TrackingFiles";

    /// <summary>Seconds for which sending a file can be taken back; nothing leaves before they are over.</summary>
    [Range(0, 3_600, ErrorMessage = "TrackingFiles:UndoSeconds must be between 0 and 3600.")]
    public int UndoSeconds { get; set; } = 10;
}

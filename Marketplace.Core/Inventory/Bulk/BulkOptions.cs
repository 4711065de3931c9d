using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>Settings under <c>BulkStock</c>.</summary>
public sealed class BulkOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "BulkStock";

    /// <summary>Minutes for which a bulk change can be undone.</summary>
    [Range(1, 10_080, ErrorMessage = "BulkStock:UndoMinutes must be between 1 and 10080.")]
    public int UndoMinutes { get; set; } = 60;
}

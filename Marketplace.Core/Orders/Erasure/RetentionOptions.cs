using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Orders.Erasure;

/// <summary>Settings under <c>Retention</c>: how long buyers' names and addresses are kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Retention";

    /// <summary>
    /// Days after delivery, or after a cancellation, at which a buyer's data is erased. Amazon's Data Protection Policy allows 30 at
    /// most.
    /// </summary>
    [Range(0, 3650, ErrorMessage = "Retention:DaysAfterDelivery must lie between 0 and 3650.")]
    public int DaysAfterDelivery { get; set; } = 30;

    /// <summary>Days until a shipped parcel counts as delivered where the marketplace does not say.</summary>
    [Range(0, 365, ErrorMessage = "Retention:TransitDays must lie between 0 and 365.")]
    public int TransitDays { get; set; } = 14;

    /// <summary>Other days after delivery for single marketplaces, by their key.</summary>
    public Dictionary<string, int> Marketplaces { get; set; } = [];
}

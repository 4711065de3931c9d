using Marketplace.Core.Inventory.Allocation;

namespace Marketplace.Core.Insights;

/// <summary>A listing with all that is known of its quantity, and why it is not in step.</summary>
/// <param name="ListingId">The listing.</param>
/// <param name="VariantId">Its variant; null while it has none.</param>
/// <param name="ConnectionId">Its store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="Sku">SKU as listed.</param>
/// <param name="Title">Title as listed.</param>
/// <param name="Facts">Wanted, sent, acknowledged and seen with their times, and what they depend on.</param>
/// <param name="Answer">Why it is not in step, or that it is.</param>
public sealed record ListingTruth(
    Guid ListingId, Guid? VariantId, Guid ConnectionId, string Marketplace, string? Sku, string Title, SyncFacts Facts, SyncAnswer Answer)
{
    /// <summary>The rule that applies, in words.</summary>
    public string Rule => AllocationWords.Of(Facts.Terms);
}

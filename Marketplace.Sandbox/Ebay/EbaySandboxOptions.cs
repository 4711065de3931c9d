namespace Marketplace.Sandbox.Ebay;

/// <summary>What eBay alone can be set to.</summary>
public sealed class EbaySandboxOptions
{
    /// <summary>
    /// Listings that the seller made by hand, outside the Inventory API, on top of the others: the Inventory API does not see them, the
    /// Trading API does. Some have variations and some have no SKU.
    /// </summary>
    public int ClassicListings { get; set; }
}

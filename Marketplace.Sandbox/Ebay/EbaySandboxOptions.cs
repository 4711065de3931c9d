namespace Marketplace.Sandbox.Ebay;

/// <summary>What eBay alone can be set to.</summary>
public sealed class EbaySandboxOptions
{
    /// <summary>
    /// Listings that the seller made by hand, outside the Inventory API, on top of the others: the Inventory API does not see them, the
    /// Trading API does. Some have variations and some have no SKU.
    /// </summary>
    public int ClassicListings { get; set; }

    /// <summary>Refuses addresses for notifications that are local or not https, as eBay does. Off, so that a local application can be told.</summary>
    public bool RefuseLocalEndpoints { get; set; }

    /// <summary>Seconds before a notification that was not taken is sent again; it is sent three times at most.</summary>
    public double NotificationRetrySeconds { get; set; } = 10;

    /// <summary>Seconds between asking for a refund and its payment; until then it is PENDING, and no other one is taken.</summary>
    public double RefundSeconds { get; set; } = 3;

    /// <summary>Calls a day of single resources ("sell.fulfillment", "trading.GetItem"), instead of the real ones. What is over is answered with 429 until midnight Pacific.</summary>
    public Dictionary<string, int> Quotas { get; } = [];
}

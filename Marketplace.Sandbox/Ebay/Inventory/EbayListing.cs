using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>A listing and the history of its quantity. Guarded by the store's lock.</summary>
internal sealed class EbayListing(SampleItem item, string listingId, string? offerId, string? variationId, EbaySite site, DateTimeOffset at)
{
    private readonly List<EbayQuantityChange> changes = [new(at, item.Quantity, "start")];

    /// <summary>What is offered.</summary>
    public SampleItem Item { get; } = item;

    /// <summary>Number of the public listing; shared by the variations of a product.</summary>
    public string ListingId { get; } = listingId;

    /// <summary>Number of the offer; null for a listing made outside the Inventory API, which does not see it then.</summary>
    public string? OfferId { get; } = offerId;

    /// <summary>The SKU as eBay has it; sellers who list by hand often enter none.</summary>
    public string? Sku { get; init; } = item.Sku;

    /// <summary>Number of the variation; null for single products.</summary>
    public string? VariationId { get; } = variationId;

    /// <summary>The site that it is on.</summary>
    public EbaySite Site { get; } = site;

    /// <summary>Price in cents of the site's currency.</summary>
    public long PriceCents { get; set; } = item.PriceMinor;

    /// <summary>Items sold so far.</summary>
    public int Sold { get; private set; }

    /// <summary>Items offered now.</summary>
    public int Quantity => changes[^1].Quantity;

    /// <summary>Each quantity with its time and cause, oldest first.</summary>
    public IReadOnlyList<EbayQuantityChange> Changes => changes;

    /// <summary>Sets the quantity.</summary>
    public void Set(int quantity, string cause, DateTimeOffset time) => changes.Add(new EbayQuantityChange(time, quantity, cause));

    /// <summary>Takes sold items off; a listing never shows less than none.</summary>
    public void Sell(int quantity, DateTimeOffset time)
    {
        Sold += quantity;
        Set(Math.Max(0, Quantity - quantity), "sale", time);
    }

    /// <summary>The quantity that was known at a time; the first one before that.</summary>
    public int QuantityAt(DateTimeOffset time) => (changes.FindLast(change => change.Time <= time) ?? changes[0]).Quantity;
}

/// <summary>A quantity from a time on.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Quantity">Items.</param>
/// <param name="Cause">start, sale or update.</param>
internal sealed record EbayQuantityChange(DateTimeOffset Time, int Quantity, string Cause);

using System.Text.Json.Nodes;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>An item with its offer, its public listing and the history of its quantity. Guarded by the store's lock.</summary>
internal sealed class EbayListing(SampleItem item, EbaySite site, DateTimeOffset at)
{
    private readonly List<EbayQuantityChange> changes = [new(at, item.Quantity, "start")];

    /// <summary>What is offered.</summary>
    public SampleItem Item { get; private set; } = item;

    /// <summary>The site that it is on.</summary>
    public EbaySite Site { get; } = site;

    /// <summary>The Inventory API knows it; a listing made outside it is seen by the Trading API alone.</summary>
    public bool InInventory { get; set; }

    /// <summary>Number of the public listing; shared by the variations of a product. Empty while nothing is public.</summary>
    public string ListingId { get; set; } = "";

    /// <summary>Number of the offer; null for an item that is not offered, and outside the Inventory API.</summary>
    public string? OfferId { get; set; }

    /// <summary>Number of the variation; null for single products.</summary>
    public string? VariationId { get; set; }

    /// <summary>Key of the group that it is a variation of; null for single products.</summary>
    public string? GroupKey { get; set; }

    /// <summary>The SKU as eBay has it; sellers who list by hand often enter none.</summary>
    public string? Sku { get; set; } = item.Sku;

    /// <summary>The item as a client last wrote it, which replaced all before; null while it is the sample's own.</summary>
    public JsonObject? Content { get; private set; }

    /// <summary>The offer as a client last wrote it; null while it is the sample's own.</summary>
    public JsonObject? Terms { get; set; }

    /// <summary>Buyers can see it.</summary>
    public bool IsPublic => ListingId.Length > 0;

    /// <summary>Price in cents of the site's currency.</summary>
    public long PriceCents { get; set; } = item.PriceMinor;

    /// <summary>Items sold so far.</summary>
    public int Sold { get; private set; }

    /// <summary>Items offered now.</summary>
    public int Quantity => changes[^1].Quantity;

    /// <summary>Each quantity with its time and cause, oldest first.</summary>
    public IReadOnlyList<EbayQuantityChange> Changes => changes;

    /// <summary>Replaces the item as a whole: what is left out is gone.</summary>
    public void Replace(SampleItem item, JsonObject content) => (Item, Content) = (item, content);

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

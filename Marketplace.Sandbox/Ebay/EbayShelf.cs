using System.Text.Json.Nodes;
using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay;

/// <summary>A seller's items and public listings under each of their names. Guarded by the store's lock.</summary>
internal sealed class EbayShelf(EbaySite site, int seller)
{
    private readonly List<EbayListing> listings = [];
    private readonly List<EbayListing> items = [];
    private readonly List<List<EbayListing>> published = [];
    private readonly Dictionary<string, List<EbayListing>> byNumber = [];
    private readonly Dictionary<string, EbayListing> bySku = [];
    private readonly Dictionary<string, EbayListing> byOffer = [];
    private readonly Dictionary<string, JsonObject> groups = [];
    private readonly Dictionary<string, List<EbayListing>> byGroup = [];
    private long number;

    /// <summary>All, in the order in which they came.</summary>
    public IReadOnlyList<EbayListing> All => listings;

    /// <summary>What the Inventory API sees.</summary>
    public IReadOnlyList<EbayListing> Items => items;

    /// <summary>Public listings, each with its variations.</summary>
    public IReadOnlyList<IReadOnlyList<EbayListing>> Published => published;

    /// <summary>By SKU, or null.</summary>
    public EbayListing? Sku(string sku) => bySku.GetValueOrDefault(sku);

    /// <summary>A public listing with its variations, or null.</summary>
    public IReadOnlyList<EbayListing>? Number(string listingId) => byNumber.GetValueOrDefault(listingId);

    /// <summary>By its offer, or null.</summary>
    public EbayListing? Offer(string offerId) => byOffer.GetValueOrDefault(offerId);

    /// <summary>The variations of a product, or null.</summary>
    public IReadOnlyList<EbayListing>? Group(string key) => byGroup.GetValueOrDefault(key);

    /// <summary>A group as a client last wrote it; null while it is the sample's own.</summary>
    public JsonObject? GroupContent(string key) => groups.GetValueOrDefault(key);

    /// <summary>Puts a sample item on the shelf, offered and public.</summary>
    public void AddSample(SampleItem item, DateTimeOffset at, bool classic)
    {
        var listing = new EbayListing(item, site, at) { InInventory = !classic, GroupKey = item.ParentSku };
        var sibling = published is [.., [var last, ..]] && item.ParentSku is not null && last.GroupKey == item.ParentSku && last.InInventory != classic ? last : null;
        if (classic && item.ParentSku is null && published.Count % 2 == 0)
        {
            listing.Sku = null;
        }

        Add(listing);
        if (!classic)
        {
            MakeOffer(listing, null);
            if (item.ParentSku is { } parent)
            {
                Join(listing, parent);
            }
        }

        Show(listing, sibling?.ListingId ?? NewNumber(classic));
    }

    /// <summary>Takes a new item in.</summary>
    public void Add(EbayListing listing)
    {
        listings.Add(listing);
        bySku.Add(listing.Item.Sku, listing);
        if (listing.InInventory)
        {
            items.Add(listing);
        }
    }

    /// <summary>Takes an item out, with its offer and its listing.</summary>
    public void Remove(EbayListing listing)
    {
        RemoveOffer(listing);
        listings.Remove(listing);
        items.Remove(listing);
        bySku.Remove(listing.Item.Sku);
        if (listing.GroupKey is { } key && byGroup.TryGetValue(key, out var group))
        {
            group.Remove(listing);
        }
    }

    /// <summary>Lets the Inventory API see a listing that was made outside it.</summary>
    public void Migrate(EbayListing listing)
    {
        listing.InInventory = true;
        items.Add(listing);
        MakeOffer(listing, null);
        if (listing.GroupKey is { } key)
        {
            Join(listing, key);
        }
    }

    /// <summary>Offers an item.</summary>
    public string MakeOffer(EbayListing listing, JsonObject? terms)
    {
        listing.OfferId = $"{8_200_000_010L + seller * 100_000_000L + number++}";
        listing.Terms = terms;
        byOffer.Add(listing.OfferId, listing);
        return listing.OfferId;
    }

    /// <summary>Takes an offer back, and what is public of it.</summary>
    public void RemoveOffer(EbayListing listing)
    {
        Hide(listing);
        if (listing.OfferId is { } offerId)
        {
            byOffer.Remove(offerId);
            (listing.OfferId, listing.Terms) = (null, null);
        }
    }

    /// <summary>A number that no listing has had, as withdrawn ones never come back under their own.</summary>
    public string NewNumber(bool classic = false) => $"{(classic ? 306_100_000_000L : 287_400_000_000L) + seller * 1_000_000_000L + number++}";

    /// <summary>Shows a listing to buyers.</summary>
    public void Show(EbayListing listing, string listingId)
    {
        listing.ListingId = listingId;
        if (listing.GroupKey is not null)
        {
            listing.VariationId ??= $"{590_000_000_000L + seller * 1_000_000_000L + number++}";
        }

        if (byNumber.TryGetValue(listingId, out var variations))
        {
            variations.Add(listing);
        }
        else
        {
            published.Add(byNumber[listingId] = [listing]);
        }
    }

    /// <summary>Ends what buyers see.</summary>
    public void Hide(EbayListing listing)
    {
        if (!byNumber.TryGetValue(listing.ListingId, out var variations))
        {
            return;
        }

        variations.Remove(listing);
        if (variations.Count == 0)
        {
            published.Remove(variations);
            byNumber.Remove(listing.ListingId);
        }

        listing.ListingId = "";
    }

    /// <summary>Makes items the variations of one product.</summary>
    public void SetGroup(string key, JsonObject content, IReadOnlyList<EbayListing> members)
    {
        foreach (var former in byGroup.GetValueOrDefault(key, []).Except(members).ToList())
        {
            former.GroupKey = null;
        }

        groups[key] = content;
        byGroup[key] = [];
        foreach (var member in members)
        {
            Join(member, key);
        }
    }

    /// <summary>Makes the variations single products again.</summary>
    public void RemoveGroup(string key)
    {
        foreach (var member in byGroup.GetValueOrDefault(key, []))
        {
            member.GroupKey = null;
        }

        byGroup.Remove(key);
        groups.Remove(key);
    }

    private void Join(EbayListing listing, string key)
    {
        listing.GroupKey = key;
        if (!byGroup.TryGetValue(key, out var group))
        {
            byGroup[key] = group = [];
        }

        group.Add(listing);
    }
}

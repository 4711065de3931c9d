using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Ebay.Orders;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay;

/// <summary>The seller's listings and orders. Everything is read and changed inside <see cref="Read{T}"/> or <see cref="Write{T}"/>.</summary>
internal sealed class EbayStore
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly List<EbayListing> listings = [];
    private readonly List<EbayListing> items = [];
    private readonly List<List<EbayListing>> published = [];
    private readonly Dictionary<string, List<EbayListing>> byNumber = [];
    private readonly Dictionary<string, EbayListing> bySku = [];
    private readonly Dictionary<string, EbayListing> byOffer = [];
    private readonly Dictionary<string, List<EbayListing>> groups = [];
    private readonly Dictionary<string, EbayOrder> orders = [];

    /// <summary>Fills a store from the seed.</summary>
    public EbayStore(SandboxOptions options, TimeProvider time)
    {
        this.time = time;
        Lag = TimeSpan.FromSeconds(options.LagSeconds);
        var start = time.GetUtcNow();
        foreach (var item in SampleCatalog.Items(options.Seed, options.Listings + options.Ebay.ClassicListings))
        {
            Add(item, start, classic: listings.Count >= options.Listings);
        }

        new EbayOrderMaker(this, options.Seed, time).MakeOpening(options.Orders);
        Maker = new EbayOrderMaker(this, options.Seed + 1, time);
    }

    /// <summary>Makes further orders.</summary>
    public EbayOrderMaker Maker { get; }

    /// <summary>How long a write stays invisible.</summary>
    public TimeSpan Lag { get; }

    /// <summary>Now, as eBay stores it.</summary>
    public DateTimeOffset Now => EbayWire.ToMilliseconds(time.GetUtcNow());

    /// <summary>What readings show: the state of this time.</summary>
    public DateTimeOffset Visible => time.GetUtcNow() - Lag;

    /// <summary>All listings, in the order of the catalogue.</summary>
    public IReadOnlyList<EbayListing> Listings => listings;

    /// <summary>What the Inventory API sees of them.</summary>
    public IReadOnlyList<EbayListing> Items => items;

    /// <summary>Public listings, each with its variations, in the order of the catalogue.</summary>
    public IReadOnlyList<IReadOnlyList<EbayListing>> Published => published;

    /// <summary>Orders by the time they were made.</summary>
    public EbayTimeline ByCreation { get; } = new(order => order.Created);

    /// <summary>Orders by their last change.</summary>
    public EbayTimeline ByModification { get; } = new(order => order.Modified);

    /// <summary>Orders in all.</summary>
    public int OrderCount => orders.Count;

    /// <summary>Looks at a state that holds still meanwhile.</summary>
    public T Read<T>(Func<EbayStore, T> read)
    {
        lock (gate)
        {
            return read(this);
        }
    }

    /// <summary>Changes the state as one step.</summary>
    public T Write<T>(Func<EbayStore, T> change)
    {
        lock (gate)
        {
            return change(this);
        }
    }

    /// <summary>A listing by its SKU, or null.</summary>
    public EbayListing? Listing(string sku) => bySku.GetValueOrDefault(sku);

    /// <summary>The same as the Inventory API sees it: null for a listing made outside it.</summary>
    public EbayListing? Item(string sku) => Listing(sku) is { OfferId: not null } listing ? listing : null;

    /// <summary>A public listing with its variations, or null.</summary>
    public IReadOnlyList<EbayListing>? Number(string listingId) => byNumber.GetValueOrDefault(listingId);

    /// <summary>A listing by its offer, or null.</summary>
    public EbayListing? Offer(string offerId) => byOffer.GetValueOrDefault(offerId);

    /// <summary>The variations of a product, or null.</summary>
    public IReadOnlyList<EbayListing>? Group(string key) => groups.GetValueOrDefault(key);

    /// <summary>An order, or null.</summary>
    public EbayOrder? Order(string id) => orders.GetValueOrDefault(id);

    /// <summary>Takes a new order in.</summary>
    public void Add(EbayOrder order)
    {
        orders.Add(order.Id, order);
        ByCreation.Add(order);
        ByModification.Add(order);
    }

    /// <summary>Changes an order, which moves it to the end of the timeline of changes.</summary>
    public void Change(EbayOrder order, Action<EbayOrder> change)
    {
        ByModification.Remove(order);
        change(order);
        order.Modified = Now;
        ByModification.Add(order);
    }

    private void Add(SampleItem item, DateTimeOffset at, bool classic)
    {
        var count = listings.Count;
        var sibling = published is [.., var last] && item.ParentSku is not null && last[0].Item.ParentSku == item.ParentSku && last[0].OfferId is null == classic ? last : null;
        var listing = new EbayListing(
            item,
            sibling?[0].ListingId ?? $"{(classic ? 306_100_000_000L : 287_400_000_000L) + count}",
            classic ? null : $"{8_200_000_010L + count}",
            item.ParentSku is null ? null : $"{590_000_000_000L + count}",
            at)
        {
            Sku = classic && item.ParentSku is null && published.Count % 2 == 0 ? null : item.Sku,
        };
        if (sibling is null)
        {
            published.Add(byNumber[listing.ListingId] = [listing]);
        }
        else
        {
            sibling.Add(listing);
        }

        listings.Add(listing);
        bySku.Add(item.Sku, listing);
        if (listing.OfferId is { } offerId)
        {
            items.Add(listing);
            byOffer.Add(offerId, listing);
            if (item.ParentSku is { } parent)
            {
                groups[parent] = published[^1];
            }
        }
    }
}

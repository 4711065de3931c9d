using System.Text.Json.Nodes;
using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Ebay.Orders;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay;

/// <summary>One seller's listings and orders. Everything is read and changed inside <see cref="Read{T}"/> or <see cref="Write{T}"/>.</summary>
internal sealed class EbayStore
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Dictionary<string, EbayOrder> orders = [];
    private readonly PriorityQueue<Action, DateTimeOffset> due = new();

    /// <summary>Fills a store from the seed.</summary>
    /// <param name="options">How much of what.</param>
    /// <param name="site">Where the seller is at home.</param>
    /// <param name="seller">User name of the seller.</param>
    /// <param name="number">Tells the sellers apart: each has goods and numbers of its own.</param>
    /// <param name="time">The clock.</param>
    public EbayStore(SandboxOptions options, EbaySite site, string seller, int number, TimeProvider time)
    {
        this.time = time;
        Shelf = new EbayShelf(site, number);
        Site = site;
        Seller = seller;
        Lag = TimeSpan.FromSeconds(options.LagSeconds);
        Locations[EbayLocationCalls.FirstKey] = EbayLocationCalls.First(site);
        RefundTime = TimeSpan.FromSeconds(options.Ebay.RefundSeconds);
        var start = time.GetUtcNow();
        var seed = options.Seed + number * 7919;
        foreach (var item in SampleCatalog.Items(seed, options.Listings + options.Ebay.ClassicListings))
        {
            Shelf.AddSample(item, start, classic: Shelf.All.Count >= options.Listings);
        }

        new EbayOrderMaker(this, seed, number, time).MakeOpening(options.Orders);
        Maker = new EbayOrderMaker(this, seed + 1, number, time);
    }

    /// <summary>Where the seller is at home.</summary>
    public EbaySite Site { get; }

    /// <summary>User name of the seller.</summary>
    public string Seller { get; }

    /// <summary>How long eBay takes to pay a refund.</summary>
    public TimeSpan RefundTime { get; }

    /// <summary>Makes further orders.</summary>
    public EbayOrderMaker Maker { get; }

    /// <summary>How long a write stays invisible.</summary>
    public TimeSpan Lag { get; }

    /// <summary>Now, as eBay stores it.</summary>
    public DateTimeOffset Now => EbayWire.ToMilliseconds(time.GetUtcNow());

    /// <summary>What readings show: the state of this time.</summary>
    public DateTimeOffset Visible => time.GetUtcNow() - Lag;

    /// <summary>Items and listings.</summary>
    public EbayShelf Shelf { get; }

    /// <summary>Places that the seller sends from, by key.</summary>
    public Dictionary<string, JsonObject> Locations { get; } = [];

    /// <summary>All listings, in the order of the catalogue.</summary>
    public IReadOnlyList<EbayListing> Listings => Shelf.All;

    /// <summary>What the Inventory API sees of them.</summary>
    public IReadOnlyList<EbayListing> Items => Shelf.Items;

    /// <summary>Public listings, each with its variations, in the order of the catalogue.</summary>
    public IReadOnlyList<IReadOnlyList<EbayListing>> Published => Shelf.Published;

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
            Settle();
            return read(this);
        }
    }

    /// <summary>Changes the state as one step.</summary>
    public T Write<T>(Func<EbayStore, T> change)
    {
        lock (gate)
        {
            Settle();
            return change(this);
        }
    }

    /// <summary>A listing by its SKU, or null.</summary>
    public EbayListing? Listing(string sku) => Shelf.Sku(sku);

    /// <summary>The same as the Inventory API sees it: null for a listing made outside it.</summary>
    public EbayListing? Item(string sku) => Listing(sku) is { InInventory: true } listing ? listing : null;

    /// <summary>A public listing with its variations, or null.</summary>
    public IReadOnlyList<EbayListing>? Number(string listingId) => Shelf.Number(listingId);

    /// <summary>A listing by its offer, or null.</summary>
    public EbayListing? Offer(string offerId) => Shelf.Offer(offerId);

    /// <summary>The variations of a product, or null.</summary>
    public IReadOnlyList<EbayListing>? Group(string key) => Shelf.Group(key);

    /// <summary>An order, or null.</summary>
    public EbayOrder? Order(string id) => orders.GetValueOrDefault(id);

    /// <summary>Orders that somebody wished to cancel: all, or the one with this id.</summary>
    public IEnumerable<EbayOrder> Cancelled(string? id) =>
        (string.IsNullOrEmpty(id) ? orders.Values : Order(id) is { } one ? [one] : Enumerable.Empty<EbayOrder>()).Where(order => order.Cancellation is not null);

    /// <summary>Takes a new order in.</summary>
    public void Add(EbayOrder order)
    {
        orders.Add(order.Id, order);
        ByCreation.Add(order);
        ByModification.Add(order);
    }

    /// <summary>Changes an order, which moves it to the end of the timeline of changes.</summary>
    public void Change(EbayOrder order, Action<EbayOrder> change) => Change(order, Now, change);

    /// <summary>Changes an order after a time, as eBay's own slow work does. It counts as changed when that time was, not when somebody next looks.</summary>
    public void ChangeLater(EbayOrder order, TimeSpan delay, Action<EbayOrder, DateTimeOffset> change)
    {
        var at = EbayWire.ToMilliseconds(time.GetUtcNow() + delay);
        due.Enqueue(() => Change(order, at, o => change(o, at)), at);
    }

    private void Settle()
    {
        while (due.TryPeek(out var change, out var at) && at <= time.GetUtcNow())
        {
            due.Dequeue();
            change();
        }
    }

    private void Change(EbayOrder order, DateTimeOffset at, Action<EbayOrder> change)
    {
        ByModification.Remove(order);
        change(order);
        order.Modified = at;
        ByModification.Add(order);
    }
}

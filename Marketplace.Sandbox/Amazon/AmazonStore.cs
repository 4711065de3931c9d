using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Amazon;

/// <summary>The sample seller's shop in one region: listings, orders, and writes that have not taken effect yet.</summary>
internal sealed class AmazonStore
{
    private const int LaterGoods = 10_000_000;

    private static readonly Comparer<(DateTimeOffset At, string Id)> OrdinalKeys =
        Comparer<(DateTimeOffset At, string Id)>.Create((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Id, b.Id));

    private readonly SandboxOptions options;
    private readonly TimeProvider time;
    private readonly AmazonOrderMaker maker;
    private readonly PriorityQueue<Action, DateTimeOffset> delayed = new();
    private readonly Dictionary<string, AmazonListing> listings = new(StringComparer.Ordinal);
    private readonly List<AmazonListing> shelf = [];
    private readonly Dictionary<string, AmazonOrder> orders = new(StringComparer.Ordinal);
    private int madeByHand;

    /// <summary>Fills the shop from the seed.</summary>
    public AmazonStore(AmazonSeller seller, SandboxOptions options, TimeProvider time)
    {
        var region = seller.Region;
        var seed = seller.SeedOf(options.Seed);
        Seller = seller;
        this.options = options;
        this.time = time;
        SellerId = region.SellerId(seed);
        var now = Now();
        foreach (var listing in AmazonShelf.Stock(options, seed, now))
        {
            listings.Add(listing.Sku, listing);
            shelf.Add(listing);
        }

        maker = new AmazonOrderMaker(region, seed, shelf);
        for (var i = 0; i < options.Orders && shelf.Count > 0; i++)
        {
            Add(maker.Opening(i, options.Orders, now), now, pays: now.AddMinutes(30));
        }
    }

    /// <summary>Told of each order that is new or has changed. Called under <see cref="Gate"/>, so it must be quick.</summary>
    public Action<AmazonStore, AmazonOrder>? OrderChanged { get; set; }

    /// <summary>Guards everything inside.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whose it is.</summary>
    public AmazonSeller Seller { get; }

    /// <summary>Where it is.</summary>
    public AmazonRegion Region => Seller.Region;

    /// <summary>The seller.</summary>
    public string SellerId { get; }

    /// <summary>Listings in the order in which they were created. Hold <see cref="Gate"/>.</summary>
    public IReadOnlyList<AmazonListing> Shelf => shelf;

    /// <summary>Orders by their last change. Hold <see cref="Gate"/>.</summary>
    public SortedSet<(DateTimeOffset At, string Id)> ByUpdate { get; } = new(OrdinalKeys);

    /// <summary>Orders by their creation. Hold <see cref="Gate"/>.</summary>
    public SortedSet<(DateTimeOffset At, string Id)> ByCreation { get; } = new(OrdinalKeys);

    /// <summary>Orders held.</summary>
    public int OrderCount => orders.Count;

    /// <summary>Now, in the milliseconds that Amazon writes.</summary>
    public DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>Brings the shop up to the present: pays orders, lets delayed writes take effect. Hold <see cref="Gate"/>.</summary>
    public DateTimeOffset Settle()
    {
        var now = Now();
        while (delayed.TryPeek(out var effect, out var due) && due <= now)
        {
            delayed.Dequeue();
            effect();
        }

        return now;
    }

    /// <summary>Lets a write take effect after the marketplace's lag. Hold <see cref="Gate"/>.</summary>
    public void Delay(Action effect)
    {
        if (options.LagSeconds > 0)
        {
            delayed.Enqueue(effect, Now().AddSeconds(options.LagSeconds));
        }
        else
        {
            effect();
        }
    }

    /// <summary>Does something at a later time, when the shop is next looked at. Hold <see cref="Gate"/>.</summary>
    public void At(DateTimeOffset due, Action effect) => delayed.Enqueue(effect, due);

    /// <summary>A listing, or null. Hold <see cref="Gate"/>.</summary>
    public AmazonListing? Listing(string sku) => listings.GetValueOrDefault(sku);

    /// <summary>An order, or null. Hold <see cref="Gate"/>.</summary>
    public AmazonOrder? Order(string id) => orders.GetValueOrDefault(id);

    /// <summary>Takes a listing in. Hold <see cref="Gate"/>.</summary>
    public void Add(AmazonListing listing)
    {
        if (listings.TryAdd(listing.Sku, listing))
        {
            shelf.Add(listing);
        }
    }

    /// <summary>Takes a listing out; orders for it stay. Hold <see cref="Gate"/>.</summary>
    public void Remove(AmazonListing listing)
    {
        listings.Remove(listing.Sku);
        shelf.Remove(listing);
    }

    /// <summary>A product id that none of the sample goods has. Hold <see cref="Gate"/>.</summary>
    public string NextAsin() => AmazonShelf.Asin(Seller.SeedOf(options.Seed), LaterGoods + madeByHand++);

    /// <summary>Lists further goods, all at the same moment.</summary>
    public void Upload(int count)
    {
        lock (Gate)
        {
            foreach (var listing in AmazonShelf.Upload(Seller.SeedOf(options.Seed), shelf.Count, count, Settle()))
            {
                listings.Add(listing.Sku, listing);
                shelf.Add(listing);
            }
        }
    }

    /// <summary>Sells something now.</summary>
    /// <exception cref="KeyNotFoundException">There is no listing with the SKU.</exception>
    public IReadOnlyList<string> Sell(int count, string? sku, int quantity)
    {
        lock (Gate)
        {
            var now = Settle();
            var wanted = sku is null ? null : Listing(sku) ?? throw new KeyNotFoundException($"Amazon's sandbox has no listing with the SKU '{sku}'.");
            var ids = new List<string>(count);
            for (var i = 0; i < count && shelf.Count > 0; i++)
            {
                var order = maker.Sale(wanted, quantity, now);
                Add(order, now, now);
                ids.Add(order.Id);
            }

            return ids;
        }
    }

    /// <summary>Stamps an order as changed. Hold <see cref="Gate"/>.</summary>
    public void Touch(AmazonOrder order, DateTimeOffset at)
    {
        ByUpdate.Remove((order.UpdatedAt, order.Id));
        order.UpdatedAt = at;
        ByUpdate.Add((at, order.Id));
        OrderChanged?.Invoke(this, order);
    }

    private void Add(AmazonOrder order, DateTimeOffset now, DateTimeOffset pays)
    {
        orders.Add(order.Id, order);
        ByUpdate.Add((order.UpdatedAt, order.Id));
        ByCreation.Add((order.CreatedAt, order.Id));
        foreach (var item in order.Items)
        {
            item.Listing.SetQuantity(item.Listing.Quantity - item.Quantity, now, $"order {order.Id}");
        }

        if (order.IsPending)
        {
            delayed.Enqueue(() => Pay(order, pays), pays);
        }

        OrderChanged?.Invoke(this, order);
    }

    private void Pay(AmazonOrder order, DateTimeOffset at)
    {
        if (order.IsPending)
        {
            order.Status = AmazonOrderStatus.Unshipped;
            Touch(order, at);
        }
    }
}

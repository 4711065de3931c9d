using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>One shop and its truth. Everything in it is read and changed under <see cref="Gate"/>.</summary>
internal sealed class TikTokShop
{
    private readonly Dictionary<string, TikTokProduct> productsById = [];
    private readonly Dictionary<string, TikTokSku> skusById = [];
    private readonly Dictionary<string, TikTokSku> skusBySeller = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TikTokPackage> packagesById = [];
    private readonly Dictionary<string, SampleBuyer> trackingOwners = new(StringComparer.OrdinalIgnoreCase);
    private readonly Random random;
    private readonly SandboxOptions options;
    private readonly PriorityQueue<(TikTokOrder Order, string Status), long> due = new();

    public TikTokShop(int index, string name, string region, SandboxOptions options, DateTimeOffset now)
    {
        this.options = options;
        random = new Random(options.Seed * 31 + 7 + index);
        Ids = new TikTokIds(index);
        Market = TikTokMarket.Of(region);
        Id = TikTokIds.Text(7_494_049_642_000_000_000 + options.Seed * 100L + index);
        Name = name;
        Code = $"{region}LC{options.Seed:D4}{index}";
        Cipher = TikTokCredentials.Cipher(options.Seed, index);
        Warehouses = [.. Enumerable.Range(0, Math.Max(1, options.TikTok.Warehouses)).Select(Ids.Warehouse)];
        TikTokShopSeed.Fill(this, options, now);
    }

    public Lock Gate { get; } = new();

    public TikTokIds Ids { get; }

    public TikTokMarket Market { get; }

    public string Id { get; }

    public string Name { get; }

    public string Code { get; }

    public string Cipher { get; }

    public IReadOnlyList<string> Warehouses { get; }

    public List<TikTokProduct> Products { get; } = [];

    public List<TikTokSku> Skus { get; } = [];

    public TikTokOrderBook Orders { get; } = new();

    public List<TikTokPackage> Packages { get; } = [];

    public List<TikTokCancellation> Cancellations { get; } = [];

    public List<TikTokReturn> Returns { get; } = [];

    /// <summary>Addresses that want to be told, by topic.</summary>
    public SortedDictionary<string, TikTokSubscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    public TikTokProduct? Product(string? id) => id is null ? null : productsById.GetValueOrDefault(id);

    public TikTokSku? Sku(string? id) => id is null ? null : skusById.GetValueOrDefault(id);

    public TikTokSku? SkuOfSeller(string sku) => skusBySeller.GetValueOrDefault(sku);

    public TikTokPackage? Package(string id) => packagesById.GetValueOrDefault(id);

    public void Add(TikTokProduct product)
    {
        Products.Add(product);
        productsById.Add(product.Id, product);
    }

    public void Add(TikTokSku sku)
    {
        Skus.Add(sku);
        skusById.Add(sku.Id, sku);
        skusBySeller.Add(sku.Item.Sku, sku);
        sku.Product.Skus.Add(sku);
    }

    /// <summary>Lays out a new package.</summary>
    public TikTokPackage NewPackage(bool bySeller, long now, IEnumerable<(TikTokOrder Order, TikTokUnit Unit)> content)
    {
        var package = new TikTokPackage { Number = Packages.Count, Id = Ids.NextPackage(), BySeller = bySeller, CreateTime = now, UpdateTime = now };
        Packages.Add(package);
        packagesById.Add(package.Id, package);
        foreach (var (order, unit) in content)
        {
            package.Content.Add((order, unit));
            unit.Package = package;
        }

        return package;
    }

    /// <summary>Takes a package away that was merged into another or taken apart.</summary>
    public void Remove(TikTokPackage package) => packagesById.Remove(package.Id);

    /// <summary>Whose parcel a tracking number is on already; null for a fresh one.</summary>
    public SampleBuyer? TrackingOwner(string tracking) => trackingOwners.GetValueOrDefault(tracking);

    /// <summary>Notes whose parcel a tracking number is on.</summary>
    public void OwnTracking(string tracking, SampleBuyer buyer) => trackingOwners[tracking] = buyer;

    /// <summary>Sells something: makes an order and takes the items off the shelves.</summary>
    /// <param name="sku">What; null picks something that is there.</param>
    /// <param name="quantity">Units of it.</param>
    /// <param name="created">When the buyer ordered.</param>
    /// <param name="status">State to begin with; null lets the options decide.</param>
    public TikTokOrder Sell(TikTokSku? sku, int quantity, DateTimeOffset created, string? status = null)
    {
        var bySeller = random.Next(100) >= options.TikTok.TikTokShippingPercent;
        var number = Orders.Count;
        var lines = new List<(TikTokSku Sku, int Quantity)> { (sku ?? PickSku(quantity), quantity) };
        if (sku is null && random.Next(4) == 0)
        {
            lines.Add((PickSku(1), 1));
        }

        var order = new TikTokOrder
        {
            Number = number,
            Id = Ids.Order(number),
            Buyer = NextBuyer(),
            CreateTime = created.ToUnixTimeSeconds(),
            UpdateTime = created.ToUnixTimeSeconds(),
            BySeller = bySeller,
            WarehouseId = Warehouses[0],
            Units = [.. lines.SelectMany(line => Enumerable.Range(0, line.Quantity).Select(_ => new TikTokUnit { Id = Ids.NextUnit(), Sku = line.Sku, PriceCents = line.Sku.PriceCents }))],
        };
        foreach (var (sold, units) in lines)
        {
            sold.Committed += units;
            sold.Take(units, created, $"order {order.Id}");
        }

        TikTokOrderClock.Start(this, order, status, options.TikTok, due);
        Orders.Add(order);
        if (options.TikTok.BuyerCancelPercent > number * 37 % 100)
        {
            AskToCancel(order, created);
        }

        return order;
    }

    /// <summary>Plans the carrier's visits, where the options want them.</summary>
    public void PlanCarrier(TikTokOrder order, DateTimeOffset now)
    {
        if (options.TikTok.CarrierSeconds > 0)
        {
            var wait = (long)Math.Ceiling(options.TikTok.CarrierSeconds);
            due.Enqueue((order, "IN_TRANSIT"), now.ToUnixTimeSeconds() + wait);
            due.Enqueue((order, "DELIVERED"), now.ToUnixTimeSeconds() + 2 * wait);
        }
    }

    /// <summary>Lets time pass: orders whose hour has come move on.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (due.TryPeek(out var next, out var at) && at <= now.ToUnixTimeSeconds())
        {
            due.Dequeue();
            TikTokOrderClock.Turn(this, next.Order, next.Status, DateTimeOffset.FromUnixTimeSeconds(at));
        }
    }

    private void AskToCancel(TikTokOrder order, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds();
        order.BuyerWantsToCancel = true;
        Cancellations.Add(new TikTokCancellation
        {
            Id = Ids.NextCancellation(),
            Order = order,
            ByBuyer = true,
            Reason = "ecom_order_to_ship_canceled_reason_created_by_mistakes",
            CreateTime = time,
            UpdateTime = time,
            Units = order.Units,
        });
    }

    // Now and then one who has bought lately buys again, so that there are orders to be sent together.
    private SampleBuyer NextBuyer() =>
        Orders.Count > 0 && random.Next(10) == 0 ? Orders.At(Orders.Count - 1 - random.Next(Math.Min(8, Orders.Count))).Buyer : SampleBuyers.Next(random);

    private TikTokSku PickSku(int quantity)
    {
        for (var tries = 0; tries < 8; tries++)
        {
            var sku = Skus[random.Next(Skus.Count)];
            if (sku.Available >= quantity)
            {
                return sku;
            }
        }

        return Skus.Find(sku => sku.Available >= quantity) ?? Skus[random.Next(Skus.Count)];
    }
}

/// <summary>An address that wants to be told of a topic. Times are Unix seconds.</summary>
internal sealed record TikTokSubscription(Uri Address, long CreateTime, long UpdateTime);

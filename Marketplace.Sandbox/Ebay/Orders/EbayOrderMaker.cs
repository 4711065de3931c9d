using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>Lets invented buyers buy. The same seed always gives the same buyers and goods.</summary>
internal sealed class EbayOrderMaker(EbayStore store, int seed, int seller, TimeProvider time)
{
    private static readonly TimeSpan OpeningSpan = TimeSpan.FromDays(2);
    private readonly Random random = new(seed);

    /// <summary>The open orders that a store starts with, spread over the last two days; some have several lines.</summary>
    public void MakeOpening(int count)
    {
        if (store.Listings.Count == 0)
        {
            return;
        }

        var start = time.GetUtcNow() - OpeningSpan;
        for (var i = 0; i < count; i++)
        {
            var lines = new List<(EbayListing, int)>();
            foreach (var _ in Enumerable.Range(0, i % 4 == 3 ? 2 : 1))
            {
                var listing = InStock(1);
                if (!lines.Exists(line => ReferenceEquals(line.Item1, listing)))
                {
                    lines.Add((listing, Math.Min(1 + random.Next(2), Math.Max(1, listing.Quantity))));
                }
            }

            Make(lines, start + OpeningSpan * ((i + random.NextDouble() * 0.9) / count));
        }
    }

    /// <summary>New orders of one line each; a null SKU takes something that is in stock, by the seed.</summary>
    /// <returns>The ids.</returns>
    /// <exception cref="KeyNotFoundException">There is no listing with the SKU.</exception>
    public IReadOnlyList<string> MakeNew(int count, string? sku, int quantity)
    {
        var wanted = sku is null ? null : store.Listing(sku) ?? throw new KeyNotFoundException($"eBay's sandbox has no listing with the SKU '{sku}'.");
        var ids = new List<string>(count);
        for (var i = 0; i < count && store.Listings.Count > 0; i++)
        {
            ids.Add(Make([(wanted ?? InStock(quantity), quantity)], store.Now));
        }

        return ids;
    }

    private string Make(IReadOnlyList<(EbayListing Listing, int Quantity)> lines, DateTimeOffset at)
    {
        var created = EbayWire.ToMilliseconds(at);
        var number = store.OrderCount;
        var order = new EbayOrder
        {
            Number = number,
            Id = $"{11 + number % 17:00}-{10_000 + seller * 10_000 + number / 90_000:00000}-{10_000 + number % 90_000:00000}",
            Site = store.Site,
            Created = created,
            Modified = created,
            Buyer = Buyer(),
            ThroughHub = number % 11 == 7,
            Lines = [.. lines.Select((line, i) => new EbayOrderLine($"{10_084_000_000_000L + seller * 10_000_000_000L + number * 10L + i}", line.Listing, line.Quantity, line.Listing.PriceCents))],
        };
        foreach (var (listing, quantity) in lines)
        {
            listing.Sell(quantity, created);
        }

        store.Add(order);
        return order.Id;
    }

    private SampleBuyer Buyer()
    {
        var buyer = SampleBuyers.Next(random);
        if (store.Site.Towns is not { Count: > 0 } towns)
        {
            return buyer;
        }

        var (city, state, postalCode) = towns[random.Next(towns.Count)];
        return buyer with { City = city, State = state, PostalCode = postalCode };
    }

    private EbayListing InStock(int quantity)
    {
        for (var i = 0; i < 8; i++)
        {
            var pick = store.Listings[random.Next(store.Listings.Count)];
            if (pick.IsPublic && pick.Quantity >= quantity)
            {
                return pick;
            }
        }

        // Everything may be sold out; the caller wants an order all the same.
        return store.Listings.FirstOrDefault(listing => listing.Quantity >= quantity) ?? store.Listings[random.Next(store.Listings.Count)];
    }
}

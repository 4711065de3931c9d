using System.Globalization;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Makes orders from a seeded source of chance. Not thread-safe.</summary>
internal sealed class AmazonOrderMaker(AmazonRegion region, int seed, IReadOnlyList<AmazonListing> shelf)
{
    private readonly Random random = new(seed * 31 + region.OrderPrefix);
    private readonly List<AmazonListing> own = [.. shelf.Where(l => !l.HeldByAmazon)];
    private readonly List<AmazonListing> held = [.. shelf.Where(l => l.HeldByAmazon)];
    private readonly HashSet<string> used = [];
    private long itemNumber = 10_000_000_000_000L + Math.Abs((long)seed) % 1000 * 1_000_000_000L;

    /// <summary>An order that is open when the sandbox starts; among twelve, one is not paid yet, and one is Amazon's to ship.</summary>
    public AmazonOrder Opening(int index, int count, DateTimeOffset now)
    {
        var created = now.AddMinutes(-10 - 40.0 * 60 * (count - index) / count);
        var byAmazon = index % 12 == 9 && held.Count > 0;
        var lines = index % 6 == 2 ? 2 : 1;
        var listings = Enumerable.Range(0, lines).Select(_ => Pick(byAmazon)).Distinct().ToList();
        return Make(listings, index % 4 == 3 ? 2 : 1, index % 12 == 4 ? AmazonOrderStatus.Pending : AmazonOrderStatus.Unshipped, created, index % 5 == 0, byAmazon);
    }

    /// <summary>A paid order, now.</summary>
    public AmazonOrder Sale(AmazonListing? wanted, int quantity, DateTimeOffset now)
    {
        var listing = wanted ?? Pick(byAmazon: false);
        return Make([listing], quantity, AmazonOrderStatus.Unshipped, now, random.Next(5) == 0, listing.HeldByAmazon);
    }

    private AmazonOrder Make(List<AmazonListing> listings, int quantity, string status, DateTimeOffset created, bool prime, bool byAmazon) => new()
    {
        Id = NextId(),
        CreatedAt = created,
        UpdatedAt = created,
        Status = status,
        Buyer = SampleBuyers.Next(random),
        Items = [.. listings.Select(l => new AmazonOrderItem((itemNumber += random.Next(1, 900)).ToString(CultureInfo.InvariantCulture), l, quantity, l.PriceMinor))],
        ShippedByAmazon = byAmazon,
        Prime = prime || byAmazon,
        ShippingMinor = prime || byAmazon ? 0 : 499,
    };

    // Buyers cannot order what is sold out, so the shelf is searched for a while before that is given up.
    private AmazonListing Pick(bool byAmazon)
    {
        var from = byAmazon ? held : own;
        var listing = from[random.Next(from.Count)];
        for (var tries = 0; tries < 50 && listing.Quantity < 2; tries++)
        {
            listing = from[random.Next(from.Count)];
        }

        return listing;
    }

    private string NextId()
    {
        string id;
        do
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{region.OrderPrefix + random.Next(3):D3}-{random.Next(10_000_000):D7}-{random.Next(10_000_000):D7}");
        }
        while (!used.Add(id));
        return id;
    }
}

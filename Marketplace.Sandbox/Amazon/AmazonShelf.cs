using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Puts the sample goods on Amazon.</summary>
internal static class AmazonShelf
{
    private const int FulfilledByAmazon = 2;
    private const int LeastForFulfilledByAmazon = 10;

    /// <summary>
    /// The listings, oldest first. In shops of ten listings or more the last two are second SKUs of the first two goods
    /// whose stock Amazon holds, as sellers do who offer a product both ways.
    /// </summary>
    public static IEnumerable<AmazonListing> Stock(SandboxOptions options, int seed, DateTimeOffset now)
    {
        var items = SampleCatalog.Items(seed, options.Listings);
        var own = items.Count < LeastForFulfilledByAmazon ? items.Count : items.Count - FulfilledByAmazon;
        for (var i = 0; i < items.Count; i++)
        {
            var twin = i >= own ? items[i - own] : null;
            var item = twin ?? items[i];
            var created = now.AddDays(-30).AddSeconds(-7L * (items.Count - i));
            var listing = new AmazonListing
            {
                Item = item,
                Sku = twin is null ? item.Sku : item.Sku + "-FBA",
                Asin = Asin(seed, twin is null ? i : i - own),
                HeldByAmazon = twin is not null,
                CreatedAt = created,
                PriceMinor = item.PriceMinor,
            };
            listing.SetQuantity(item.Quantity, created, "listed");
            yield return listing;
        }
    }

    /// <summary>Further goods that a seller lists in one stroke, all at the same moment.</summary>
    public static IEnumerable<AmazonListing> Upload(int seed, int from, int count, DateTimeOffset now)
    {
        var items = SampleCatalog.Items(seed, from + count);
        for (var i = from; i < items.Count; i++)
        {
            var listing = new AmazonListing { Item = items[i], Sku = items[i].Sku, Asin = Asin(seed, i), CreatedAt = now, PriceMinor = items[i].PriceMinor };
            listing.SetQuantity(items[i].Quantity, now, "listed");
            yield return listing;
        }
    }

    /// <summary>The product id of the goods with a number in a catalogue.</summary>
    public static string Asin(int seed, int index)
    {
        const string Digits = "0123456789BCDFGHJKLMNPQRSTVWXYZ";
        var number = (ulong)(uint)seed * 1_000_003UL + (ulong)index;
        var text = new char[10];
        text[0] = 'B';
        text[1] = '0';
        for (var i = 9; i > 1; i--)
        {
            text[i] = Digits[(int)(number % (ulong)Digits.Length)];
            number /= (ulong)Digits.Length;
        }

        return new string(text);
    }
}

namespace Marketplace.Sandbox.SampleData;

/// <summary>A thing that the sample seller offers on all of the marketplaces under one SKU.</summary>
/// <param name="Sku">SKU, unique.</param>
/// <param name="Title">Product title.</param>
/// <param name="Variation">Option name to value; empty for single products.</param>
/// <param name="ParentSku">Groups the variations of a product; null for single products.</param>
/// <param name="Brand">Brand.</param>
/// <param name="Category">From root to leaf.</param>
/// <param name="PriceMinor">Price in cents.</param>
/// <param name="Quantity">Items in the shed before any open order.</param>
/// <param name="Ean">EAN-13 with a valid check digit.</param>
/// <param name="Hue">Colour of its picture, degrees.</param>
public sealed record SampleItem(
    string Sku, string Title, IReadOnlyDictionary<string, string> Variation, string? ParentSku,
    string Brand, IReadOnlyList<string> Category, int PriceMinor, int Quantity, string Ean, int Hue);

/// <summary>The sample seller's goods, the same for each marketplace of a seed.</summary>
public static class SampleCatalog
{
    private static readonly (string Noun, string Department, string Category, int Cents)[] Goods =
    [
        ("Enamel Mug", "Home & Kitchen", "Drinkware", 1490), ("Linen Tea Towel", "Home & Kitchen", "Kitchen Linen", 1195),
        ("Oak Serving Board", "Home & Kitchen", "Serveware", 3450), ("Canvas Tote", "Fashion", "Bags", 2190),
        ("Merino Beanie", "Fashion", "Hats", 2795), ("Waxed Dopp Kit", "Fashion", "Travel", 4200),
        ("Brass Desk Lamp", "Home & Kitchen", "Lighting", 6890), ("Cork Yoga Block", "Sports", "Yoga", 1850),
        ("Trail Water Bottle", "Sports", "Hydration", 2490), ("Soy Candle", "Home & Kitchen", "Candles", 1690),
        ("Dot-Grid Notebook", "Office", "Paper", 1290), ("Felt Laptop Sleeve", "Office", "Computer Bags", 3190),
        ("Seed Starter Kit", "Garden", "Growing", 2290), ("Copper Plant Mister", "Garden", "Watering", 1990),
        ("Wool Dog Bed", "Pets", "Beds", 5490), ("Cast Iron Trivet", "Home & Kitchen", "Serveware", 2390),
    ];

    private static readonly string[] Makers = ["Harbour & Pine", "Fieldnote Works", "Northlight", "Tern & Co", "Millrace"];
    private static readonly string[] Colors = ["Moss", "Slate", "Ochre", "Ink", "Clay", "Cream"];
    private static readonly string[] Sizes = ["S", "M", "L"];

    /// <summary>The first <paramref name="count"/> items of the seed's endless catalogue.</summary>
    public static IReadOnlyList<SampleItem> Items(int seed, int count)
    {
        var random = new Random(seed);
        var items = new List<SampleItem>(count);
        for (var product = 0; items.Count < count; product++)
        {
            var (noun, department, category, cents) = Goods[product % Goods.Length];
            var brand = Makers[random.Next(Makers.Length)];
            var price = cents + random.Next(-3, 6) * 100;
            var parent = $"{Letters(noun)}-{1000 + product}";
            var sized = product % 3 == 1;
            var variations = product % 3 == 0 ? 1 : random.Next(2, 5);
            for (var v = 0; v < variations && items.Count < count; v++)
            {
                var options = new Dictionary<string, string>();
                if (variations > 1)
                {
                    options["Color"] = Colors[(product + v) % Colors.Length];
                    if (sized)
                    {
                        options["Size"] = Sizes[v % Sizes.Length];
                    }
                }

                items.Add(new SampleItem(
                    variations > 1 ? $"{parent}-{string.Join('-', options.Values.Select(o => o.ToUpperInvariant()))}" : parent,
                    $"{brand} {noun}", options, variations > 1 ? parent : null, brand, [department, category],
                    price, random.Next(6, 60), Ean(400_000_000_000L + (seed % 1000) * 1_000_000L + items.Count), (product * 47 + v * 20) % 360));
            }
        }

        return items;
    }

    /// <summary>The same thing as a seller lists it who does not care for one SKU: other words in another order, a SKU and a bar code of their own.</summary>
    /// <param name="item">The item; a single product.</param>
    /// <param name="number">Tells such items apart, from 0.</param>
    public static SampleItem UnderOtherName(SampleItem item, int number) => item with
    {
        Sku = number % 2 == 0 ? $"SHOP-{item.Sku}" : $"S{70_000 + number}",
        Title = $"{item.Title[(item.Brand.Length + 1)..]} by {item.Brand}",
        Ean = Ean(410_000_000_000L + number),
    };

    private static string Letters(string noun) => string.Concat(noun.Split(' ', '-').Select(word => char.ToUpperInvariant(word[0]) + word[1..2].ToUpperInvariant()));

    private static string Ean(long twelve)
    {
        var sum = 0;
        var rest = twelve;
        for (var position = 12; position >= 1; position--)
        {
            sum += (int)(rest % 10) * (position % 2 == 0 ? 3 : 1);
            rest /= 10;
        }

        return $"{twelve}{(10 - sum % 10) % 10}";
    }
}

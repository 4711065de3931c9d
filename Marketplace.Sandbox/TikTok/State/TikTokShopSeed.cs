using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>Fills a shop with the sample seller's goods and its first orders.</summary>
internal static class TikTokShopSeed
{
    // Two of the first orders can still be cancelled by their buyers, as there always are some.
    private static readonly HashSet<int> OnHold = [3, 8];

    public static void Fill(TikTokShop shop, SandboxOptions options, DateTimeOffset now)
    {
        var opened = now.AddDays(-200).ToUnixTimeSeconds();
        TikTokProduct? product = null;
        var others = 0;
        foreach (var sample in SampleCatalog.Items(options.Seed, options.Listings))
        {
            var item = sample.ParentSku is null && others < options.TikTok.OtherNames ? SampleCatalog.UnderOtherName(sample, others++) : sample;
            if (product is null || item.ParentSku is null || item.ParentSku != product.First.ParentSku)
            {
                product = new TikTokProduct
                {
                    Id = shop.Ids.Product(shop.Products.Count),
                    First = item,
                    CreateTime = opened + shop.Products.Count,
                    UpdateTime = opened + shop.Products.Count,
                };
                shop.Add(product);
            }

            var sku = new TikTokSku { Id = shop.Ids.Sku(shop.Skus.Count), Item = item, Product = product, PriceCents = item.PriceMinor, Shelves = Shelves(shop, item.Quantity) };
            sku.Note(now, "seed");
            shop.Add(sku);
        }

        if (shop.Skus.Count > 0)
        {
            SellFirstOrders(shop, options.Orders, now);
        }
    }

    private static void SellFirstOrders(TikTokShop shop, int count, DateTimeOffset now)
    {
        // Spread over the last days, the newest a few minutes old.
        var step = TimeSpan.FromMinutes(Math.Max(0.2, Math.Min(60, 2880d / Math.Max(1, count))));
        for (var i = 0; i < count; i++)
        {
            var onHold = OnHold.Contains(i);
            shop.Sell(null, i % 4 == 1 ? 2 : 1, onHold ? now.AddMinutes(-8) : now.AddMinutes(-5) - step * (count - i), onHold ? "ON_HOLD" : "AWAITING_SHIPMENT");
        }
    }

    private static TikTokShelf[] Shelves(TikTokShop shop, int quantity)
    {
        var share = quantity / shop.Warehouses.Count;
        return [.. shop.Warehouses.Select((warehouse, i) => new TikTokShelf(warehouse, i == 0 ? quantity - share * (shop.Warehouses.Count - 1) : share))];
    }
}

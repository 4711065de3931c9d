using Marketplace.Core.Common;
using Marketplace.Core.Sync;
using Marketplace.Tests.Chaos;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests;

/// <summary>Items that all three stores of a shop list, with plenty of stock.</summary>
public static class SharedStock
{
    private const int Items = 8;

    /// <summary>Waits until all stores are read, gives the shared items their stock, and waits until all marketplaces show it.</summary>
    /// <returns>What is available then, by SKU.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> FillAsync(BuiltShop shop, int onHand)
    {
        await shop.UntilNullAsync(async () => await OrdersReadAsync(shop) is < 3 and var read ? $"orders of {read} stores are read" : null);
        List<(Guid Variant, string Sku)> shared;
        await using (var db = shop.OpenDatabase())
        {
            var listings = await db.Listings.Where(l => !l.FulfilledByMarketplace && l.VariantId != null).Select(l => new { l.VariantId, l.Sku, l.Marketplace }).ToListAsync();
            shared = [.. listings.GroupBy(l => (l.VariantId!.Value, l.Sku!)).Where(g => g.Select(l => l.Marketplace).Distinct().Count() == 3).Take(Items).Select(g => g.Key)];
        }

        Assert.NotEmpty(shared);
        foreach (var (variant, _) in shared)
        {
            await shop.SetOnHandAsync(variant, onHand);
        }

        await shop.UntilNullAsync(new KillVerdict(shop).StockAsync);
        return await AvailableAsync(shop, shared.Select(s => s.Sku));
    }

    /// <summary>What is available of some SKUs.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> AvailableAsync(BuiltShop shop, IEnumerable<string> skus)
    {
        var keys = skus.ToDictionary(Sku.Key);
        await using var db = shop.OpenDatabase();
        return await db.Variants.Where(v => keys.Keys.Contains(v.SkuKey!))
            .Join(db.StockLevels, v => v.Id, s => s.VariantId, (v, s) => new { v.SkuKey, s.Available }).ToDictionaryAsync(x => keys[x.SkuKey!], x => x.Available);
    }

    private static async Task<int> OrdersReadAsync(BuiltShop shop)
    {
        await using var db = shop.OpenDatabase();
        return await db.SyncCursors.CountAsync(c => c.Job == SyncJob.Orders);
    }
}

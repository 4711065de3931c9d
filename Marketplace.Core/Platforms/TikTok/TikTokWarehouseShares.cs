using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Spreads one quantity over the warehouses of a SKU, all of which an update must name.</summary>
internal static class TikTokWarehouseShares
{
    /// <summary>
    /// Warehouses keep what they show as far as the new quantity allows; the first one takes a surplus, and a shortage is
    /// taken from the last one backwards.
    /// </summary>
    public static IReadOnlyList<TikTokWarehouseStock> Of(TikTokStockWish wish, TikTokSkuInventory? current)
    {
        var shown = (current?.WarehouseInventory ?? []).Where(stock => stock.WarehouseId is { Length: > 0 }).ToDictionary(stock => stock.WarehouseId!, stock => stock.AvailableQuantity);
        var warehouses = shown.Count > 0 ? [.. shown.Keys] : wish.Warehouses;
        if (warehouses.Count == 0)
        {
            // With a single warehouse its id may be left out.
            return [new TikTokWarehouseStock(null, wish.Quantity)];
        }

        var left = wish.Quantity;
        var shares = new int[warehouses.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = Math.Min(left, shown.GetValueOrDefault(warehouses[i]));
            left -= shares[i];
        }

        shares[0] += left;
        return [.. warehouses.Select((warehouse, i) => new TikTokWarehouseStock(warehouse, shares[i]))];
    }
}

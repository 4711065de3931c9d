using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>What stock calls need to know of a listing later, kept as opaque JSON.</summary>
/// <param name="ProductId">The product, which an update names in its path.</param>
/// <param name="Warehouses">Every warehouse that the SKU is assigned to.</param>
internal sealed record TikTokListingData(string ProductId, IReadOnlyList<string> Warehouses)
{
    /// <summary>Takes it from a SKU of a product.</summary>
    public static TikTokListingData Of(TikTokProduct product, TikTokSku sku) =>
        new(product.Id, [.. (sku.Inventory ?? []).Select(stock => stock.WarehouseId).OfType<string>().Where(id => id.Length > 0)]);
}

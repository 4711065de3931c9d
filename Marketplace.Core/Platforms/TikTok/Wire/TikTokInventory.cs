namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>Answer of the stock search, by product.</summary>
internal sealed record TikTokInventoryAnswer(IReadOnlyList<TikTokProductInventory>? Inventory);

/// <summary>Stock of one product's SKUs.</summary>
internal sealed record TikTokProductInventory(string? ProductId, IReadOnlyList<TikTokSkuInventory>? Skus);

/// <summary>Stock of a SKU. Available items are those beyond the ones that orders hold.</summary>
internal sealed record TikTokSkuInventory(string Id, int TotalAvailableQuantity, IReadOnlyList<TikTokWarehouseInventory>? WarehouseInventory);

/// <summary>Stock of a SKU in one warehouse.</summary>
internal sealed record TikTokWarehouseInventory(string? WarehouseId, int AvailableQuantity);

/// <summary>Body of the stock search; 600 SKU ids at most.</summary>
internal sealed record TikTokInventoryQuery(IReadOnlyList<string> SkuIds);

/// <summary>Body of a stock update of one product.</summary>
internal sealed record TikTokInventoryUpdate(IReadOnlyList<TikTokSkuUpdate> Skus);

/// <summary>New stock of a SKU: every warehouse that it lies in, and no other.</summary>
internal sealed record TikTokSkuUpdate(string Id, IReadOnlyList<TikTokWarehouseStock> Inventory);

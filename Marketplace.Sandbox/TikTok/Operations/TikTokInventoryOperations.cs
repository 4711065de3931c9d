using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Reading and setting stock.</summary>
internal static class TikTokInventoryOperations
{
    private const int MostQuantity = 99_999;

    /// <summary>Stock by SKU ids, or by product ids where there are none; not paged.</summary>
    public static JsonObject Search(TikTokRequest request)
    {
        var skuIds = request.Body.Texts("sku_ids") ?? [];
        var productIds = request.Body.Texts("product_ids") ?? [];
        if (skuIds.Count > 600)
        {
            throw new TikTokRefusal(TikTokCode.InventoryTooManySkus);
        }

        if (productIds.Count > 100)
        {
            throw new TikTokRefusal(TikTokCode.InventoryTooManyProducts);
        }

        if (skuIds.Count == 0 && productIds.Count == 0)
        {
            throw new TikTokRefusal(TikTokCode.InventoryProductInvalid);
        }

        var skus = skuIds.Count > 0
            ? skuIds.Select(request.Shop.Sku).OfType<TikTokSku>()
            : productIds.Select(request.Shop.Product).OfType<TikTokProduct>().SelectMany(product => product.Skus);
        return new JsonObject
        {
            ["inventory"] = new JsonArray([.. skus.GroupBy(sku => sku.Product).Select(product => new JsonObject
            {
                ["product_id"] = product.Key.Id,
                ["skus"] = new JsonArray([.. product.Select(Show)]),
            })]),
        };
    }

    /// <summary>Sets absolute quantities of one product's SKUs; errors of single SKUs come with code 0.</summary>
    public static JsonObject Update(TikTokRequest request)
    {
        var product = request.Shop.Product(request.Call.Path["product_id"]) ?? throw new TikTokRefusal(TikTokCode.NoSuchProduct);
        if (product.Status is "FREEZE" or "DELETED")
        {
            throw new TikTokRefusal(TikTokCode.ProductStatus);
        }

        var wishes = request.Body.Children("skus") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "skus"));
        if (wishes.Count == 0)
        {
            throw new TikTokRefusal(TikTokCode.SkuListEmpty);
        }

        var ids = wishes.Select(wish => wish.Text("id") ?? throw new TikTokRefusal(TikTokCode.SkuIdMissing)).ToList();
        if (ids.Distinct().Count() < ids.Count)
        {
            throw new TikTokRefusal(TikTokCode.SkuIdTwice);
        }

        var errors = new JsonArray();
        foreach (var (wish, i) in wishes.Select((wish, i) => (wish, i)))
        {
            var sku = product.Skus.Find(sku => sku.Id == ids[i]);
            var shelves = wish.Children("inventory") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "skus.inventory"));
            if (Refusal(request, sku, shelves, i) is var (code, warehouse))
            {
                errors.Add(ErrorOf(ids[i], code, warehouse));
            }
            else if (request.Call.Fault != FaultKind.Ignored)
            {
                Store(sku!, shelves, request.Now);
            }
        }

        return errors.Count == 0 ? [] : new JsonObject { ["errors"] = errors };
    }

    private static (TikTokCode Code, string? Warehouse)? Refusal(TikTokRequest request, TikTokSku? sku, IReadOnlyList<JsonObject> shelves, int position)
    {
        if (request.Call.Fault == FaultKind.Partial && position % 2 == 0)
        {
            return (TikTokCode.SystemError, null);
        }

        if (sku is null)
        {
            return (TikTokCode.NoSuchSku, null);
        }

        var single = sku.Shelves.Length == 1 && shelves.Count == 1;
        var named = shelves.Select(shelf => shelf.Text("warehouse_id") ?? (single ? sku.Shelves[0].WarehouseId : null)).ToList();
        if (named.FirstOrDefault(id => id is not null && !request.Shop.Warehouses.Contains(id)) is { } unknown)
        {
            return (TikTokCode.NoSuchWarehouse, unknown);
        }

        // All of the SKU's warehouses, and no other.
        if (!named.ToHashSet().SetEquals(sku.Shelves.Select(shelf => shelf.WarehouseId)) || named.Count != sku.Shelves.Length)
        {
            return (TikTokCode.AllWarehouses, null);
        }

        return shelves.Any(shelf => (shelf.Number("quantity") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "skus.inventory.quantity"))) is < 0 or > MostQuantity)
            ? (TikTokCode.QuantityOutOfBounds, named[0])
            : null;
    }

    private static void Store(TikTokSku sku, IReadOnlyList<JsonObject> shelves, DateTimeOffset now)
    {
        foreach (var wish in shelves)
        {
            var shelf = wish.Text("warehouse_id") is { } id ? Array.Find(sku.Shelves, shelf => shelf.WarehouseId == id)! : sku.Shelves[0];
            shelf.Quantity = (int)wish.Number("quantity")!.Value;
        }

        sku.Product.UpdateTime = now.ToUnixTimeSeconds();
        sku.Note(now, "update");
    }

    private static JsonObject ErrorOf(string skuId, TikTokCode code, string? warehouse)
    {
        var extra = new JsonObject { ["code"] = code.Code, ["message"] = code.Message };
        if (warehouse is not null)
        {
            extra["warehouse_id"] = warehouse;
        }

        return new JsonObject
        {
            ["code"] = TikTokCode.CheckFailed.Code,
            ["message"] = TikTokCode.CheckFailed.Message,
            ["detail"] = new JsonObject { ["sku_id"] = skuId, ["extra_errors"] = new JsonArray(extra) },
        };
    }

    private static JsonObject Show(TikTokSku sku)
    {
        var shelves = new JsonArray();
        for (var i = 0; i < sku.Shelves.Length; i++)
        {
            shelves.Add(new JsonObject
            {
                ["warehouse_id"] = sku.Shelves[i].WarehouseId,
                ["available_quantity"] = sku.Shelves[i].Quantity,
                ["committed_quantity"] = i == 0 ? sku.Committed : 0,
            });
        }

        return new JsonObject
        {
            ["id"] = sku.Id,
            ["seller_sku"] = sku.Item.Sku,
            ["total_available_quantity"] = sku.Available,
            ["total_committed_quantity"] = sku.Committed,
            ["total_available_inventory_distribution"] = new JsonObject { ["in_shop_inventory"] = new JsonObject { ["quantity"] = sku.Available } },
            ["warehouse_inventory"] = shelves,
        };
    }
}

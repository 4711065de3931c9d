using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Warehouses, delivery options and carriers.</summary>
internal static class TikTokLogisticsOperations
{
    /// <summary>Get Global Seller Warehouse: a local seller has none.</summary>
    public static JsonObject GlobalWarehouses(TikTokRequest request) => new() { ["global_warehouses"] = new JsonArray() };

    /// <summary>All warehouses; not paged.</summary>
    public static JsonObject Warehouses(TikTokRequest request)
    {
        var shop = request.Shop;
        var warehouses = new JsonArray([.. shop.Warehouses.Select((id, i) => Warehouse(shop, id, $"Warehouse {i + 1}", "SALES_WAREHOUSE", i == 0))]);
        warehouses.Add(Warehouse(shop, shop.Ids.Warehouse(900), "Returns", "RETURN_WAREHOUSE", false));
        return new JsonObject { ["warehouses"] = warehouses };
    }

    /// <summary>Ways of delivery from a warehouse.</summary>
    public static JsonObject DeliveryOptions(TikTokRequest request) =>
        request.Shop.Warehouses.Contains(request.Call.Path["warehouse_id"])
            ? new JsonObject { ["delivery_options"] = new JsonArray(Option(TikTokLogistics.TikTokOption, "Standard Shipping", "STANDARD"), Option(TikTokLogistics.SellerOption, "Shipped by seller", "SEND_BY_SELLER")) }
            : throw new TikTokRefusal(TikTokCode.Invalid("path", "warehouse_id"));

    /// <summary>Carriers of a delivery option; TikTok Shop's own delivery has none to choose from.</summary>
    public static JsonObject Providers(TikTokRequest request) => request.Call.Path["delivery_option_id"] switch
    {
        TikTokLogistics.SellerOption => new JsonObject
        {
            ["shipping_providers"] = new JsonArray([.. request.Shop.Market.Providers.Select(provider => new JsonObject { ["id"] = provider.Id, ["name"] = provider.Name })]),
        },
        TikTokLogistics.TikTokOption => throw new TikTokRefusal(TikTokCode.OptionOfTikTok),
        _ => throw new TikTokRefusal(TikTokCode.NoSuchOption),
    };

    private static JsonObject Option(string id, string name, string type) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["type"] = type,
        ["description"] = name,
        ["dimension_limit"] = new JsonObject { ["max_height"] = 100, ["max_length"] = 100, ["max_width"] = 100, ["unit"] = "INCH" },
        ["weight_limit"] = new JsonObject { ["max_weight"] = 150, ["min_weight"] = 0, ["unit"] = "POUND" },
        ["platform"] = new JsonArray("TIKTOK_SHOP"),
    };

    // "distict" is TikTok Shop's own spelling.
    private static JsonObject Warehouse(TikTokShop shop, string id, string name, string type, bool isDefault) => new()
    {
        ["id"] = id,
        ["entity_id"] = TikTokIds.Text(7_395_366_865_000_000_000 + shop.Ids.Warehouse(0).Length),
        ["name"] = name,
        ["effect_status"] = "ENABLED",
        ["type"] = type,
        ["sub_type"] = "DOMESTIC_WAREHOUSE",
        ["is_default"] = isDefault,
        ["address"] = new JsonObject
        {
            ["region"] = shop.Market.Region,
            ["region_code"] = shop.Market.Region,
            ["state"] = "OR",
            ["city"] = "Portland",
            ["distict"] = "Harbour",
            ["town"] = "",
            ["contact_person"] = "Sample Seller",
            ["postal_code"] = "97201",
            ["full_address"] = "1 Sample Ave, Portland, OR 97201",
            ["address_line1"] = "1 Sample Ave",
            ["phone_number"] = "(+1)555-0100",
        },
    };
}

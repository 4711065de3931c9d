using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Writes products as TikTok Shop does.</summary>
internal static class TikTokProductJson
{
    /// <summary>A product as the search of a version shows it.</summary>
    public static JsonObject Found(TikTokShop shop, TikTokProduct product, string version)
    {
        var json = new JsonObject
        {
            ["id"] = product.Id,
            ["title"] = product.First.Title,
            ["status"] = product.Status,
            ["skus"] = new JsonArray([.. product.Skus.Select(sku => Sku(shop, sku, version == "202502"))]),
            ["sales_regions"] = new JsonArray(shop.Market.Region),
            ["create_time"] = product.CreateTime,
            ["update_time"] = product.UpdateTime,
            ["product_sync_fail_reasons"] = new JsonArray(),
        };
        if (version != "202309")
        {
            json["is_not_for_sale"] = false;
            json["audit"] = new JsonObject { ["status"] = "APPROVED", ["pre_approved_reasons"] = new JsonArray() };
        }

        if (version == "202502")
        {
            json["has_draft"] = false;
        }

        return json;
    }

    /// <summary>A product in detail.</summary>
    public static JsonObject Detail(TikTokShop shop, TikTokProduct product, SandboxCall call) => new()
    {
        ["id"] = product.Id,
        ["title"] = product.First.Title,
        ["description"] = $"<p>{product.First.Title} by {product.First.Brand}. Made for daily use.</p>",
        ["product_status"] = product.Status,
        ["status"] = product.Status,
        ["audit"] = new JsonObject { ["status"] = "APPROVED", ["pre_approved_reasons"] = new JsonArray() },
        ["audit_failed_reasons"] = new JsonArray(),
        ["brand"] = new JsonObject { ["id"] = Number(7_082_427_311_000_000_000, product.First.Brand), ["name"] = product.First.Brand },
        ["category_chains"] = Categories(product.First.Category),
        ["main_images"] = new JsonArray(Image(call, product.Skus[0])),
        ["product_attributes"] = new JsonArray(
            Attribute("100157", "Region Of Origin", "1000057", "United States"), Attribute("100392", "Season", "1000372", "All Seasons")),
        ["skus"] = new JsonArray([.. product.Skus.Select(sku => SkuDetail(shop, sku, call))]),
        ["package_weight"] = new JsonObject { ["value"] = "1.2", ["unit"] = "POUND" },
        ["is_cod_allowed"] = false,
        ["is_not_for_sale"] = false,
        ["is_pre_owned"] = false,
        ["has_draft"] = false,
        ["create_time"] = product.CreateTime,
        ["update_time"] = product.UpdateTime,
    };

    private static JsonObject SkuDetail(TikTokShop shop, TikTokSku sku, SandboxCall call)
    {
        var json = Sku(shop, sku, true);
        json["identifier_code"] = new JsonObject { ["code"] = sku.Item.Ean, ["type"] = "EAN" };
        json["sales_attributes"] = new JsonArray([.. sku.Item.Variation.Select((option, i) =>
        {
            var attribute = new JsonObject
            {
                ["id"] = option.Key == "Color" ? "100000" : "100007",
                ["name"] = option.Key,
                ["value_id"] = Number(1_729_592_960_000_000_000, option.Value),
                ["value_name"] = option.Value,
            };
            if (i == 0)
            {
                attribute["sku_img"] = Image(call, sku);
            }

            return attribute;
        })]);
        return json;
    }

    private static JsonObject Sku(TikTokShop shop, TikTokSku sku, bool withStatus)
    {
        var price = shop.Market.Amount(sku.PriceCents);
        var json = new JsonObject
        {
            ["id"] = sku.Id,
            ["seller_sku"] = sku.Item.Sku,
            ["price"] = new JsonObject { ["currency"] = shop.Market.Currency, ["tax_exclusive_price"] = price, ["sale_price"] = price },
            ["inventory"] = new JsonArray([.. sku.Shelves.Select(shelf => new JsonObject { ["warehouse_id"] = shelf.WarehouseId, ["quantity"] = shelf.Quantity })]),
        };
        if (withStatus)
        {
            json["status_info"] = new JsonObject { ["status"] = "NORMAL" };
        }

        return json;
    }

    private static JsonArray Categories(IReadOnlyList<string> path)
    {
        var parent = "0";
        var chain = new JsonArray();
        for (var i = 0; i < path.Count; i++)
        {
            var id = Number(600_000, path[i]);
            chain.Add(new JsonObject { ["id"] = id, ["parent_id"] = parent, ["local_name"] = path[i], ["is_leaf"] = i == path.Count - 1 });
            parent = id;
        }

        return chain;
    }

    private static JsonObject Image(SandboxCall call, TikTokSku sku)
    {
        var address = TikTokImageLink.Of(call, sku.Item);
        return new JsonObject
        {
            ["height"] = 600,
            ["width"] = 600,
            ["uri"] = $"tos-maliva-i-sandbox/{sku.Id}",
            ["urls"] = new JsonArray(address),
            ["thumb_urls"] = new JsonArray(address),
        };
    }

    private static JsonObject Attribute(string id, string name, string valueId, string value) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["values"] = new JsonArray(new JsonObject { ["id"] = valueId, ["name"] = value }),
    };

    // Same name, same id, in every run.
    private static string Number(long from, string name) => TikTokIds.Text(from + name.Aggregate(0L, (hash, letter) => (hash * 31 + letter) % 100_003));
}

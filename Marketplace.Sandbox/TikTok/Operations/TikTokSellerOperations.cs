using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>What else sellers' tools ask for: the shops, prices, and putting products on and off sale.</summary>
internal static class TikTokSellerOperations
{
    /// <summary>Get Active Shops.</summary>
    public static JsonObject Shops(TikTokRequest request) => new()
    {
        ["shops"] = new JsonArray([.. request.Seller.Shops.Select(shop => new JsonObject { ["id"] = shop.Id, ["region"] = shop.Market.Region })]),
    };

    /// <summary>Get Seller Permissions; a local seller has none of those of a global one.</summary>
    public static JsonObject Permissions(TikTokRequest request) => new() { ["permissions"] = new JsonArray() };

    /// <summary>What an order's prices are made of.</summary>
    public static JsonObject PriceDetail(TikTokRequest request)
    {
        var order = request.Shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.ForeignOrder);
        var market = request.Shop.Market;
        var items = order.Units.Sum(unit => (long)unit.PriceCents);
        return new JsonObject
        {
            ["currency"] = market.Currency,
            ["sku_list_price"] = market.Amount(items),
            ["sku_sale_price"] = market.Amount(items),
            ["subtotal"] = market.Amount(items),
            ["subtotal_deduction_seller"] = "0",
            ["subtotal_deduction_platform"] = "0",
            ["line_items"] = new JsonArray([.. order.Units.Select(unit => new JsonObject
            {
                ["id"] = unit.Id,
                ["currency"] = market.Currency,
                ["sku_list_price"] = market.Amount(unit.PriceCents),
                ["sku_sale_price"] = market.Amount(unit.PriceCents),
                ["subtotal"] = market.Amount(unit.PriceCents),
            })]),
        };
    }

    /// <summary>Sets prices of one product's SKUs.</summary>
    public static JsonObject UpdatePrices(TikTokRequest request)
    {
        var product = request.Shop.Product(request.Call.Path["product_id"]) ?? throw new TikTokRefusal(TikTokCode.NoSuchProduct);
        var wishes = request.Body.Children("skus") is { Count: > 0 } some ? some : throw new TikTokRefusal(TikTokCode.SkuListEmpty);
        foreach (var wish in wishes)
        {
            var sku = product.Skus.Find(sku => sku.Id == wish.RequiredText("id")) ?? throw new TikTokRefusal(TikTokCode.SkuOfAnotherProduct);
            var price = wish.Child("price") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "skus.price"));
            if (price.RequiredText("currency") != request.Shop.Market.Currency)
            {
                throw new TikTokRefusal(TikTokCode.CurrencyNotAvailable);
            }

            if (!decimal.TryParse(price.Text("amount") ?? price.Text("sale_price"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount <= 0)
            {
                throw new TikTokRefusal(TikTokCode.PriceFormat);
            }

            sku.PriceCents = request.Shop.Market.Cents(amount);
        }

        product.UpdateTime = request.Now.ToUnixTimeSeconds();
        return [];
    }

    /// <summary>Puts products on or off sale.</summary>
    public static Func<TikTokRequest, JsonObject> SetStatus(string status) => request =>
    {
        var ids = request.Body.Texts("product_ids") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "product_ids"));
        if (ids.Count > 20)
        {
            throw new TikTokRefusal(TikTokCode.InventoryTooManyProducts);
        }

        var errors = new JsonArray();
        foreach (var id in ids)
        {
            if (request.Shop.Product(id) is { Status: "ACTIVATE" or "SELLER_DEACTIVATED" } product)
            {
                product.Status = status;
                product.UpdateTime = request.Now.ToUnixTimeSeconds();
            }
            else
            {
                errors.Add(new JsonObject { ["code"] = TikTokCode.ProductStatus.Code, ["message"] = TikTokCode.ProductStatus.Message, ["detail"] = new JsonObject { ["product_id"] = id } });
            }
        }

        return errors.Count == 0 ? [] : new JsonObject { ["errors"] = errors };
    };
}

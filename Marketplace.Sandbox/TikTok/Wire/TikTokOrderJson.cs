using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Writes orders as TikTok Shop does.</summary>
internal static class TikTokOrderJson
{
    private const int Day = 24 * 3600;

    /// <summary>An order as the search shows it.</summary>
    public static JsonObject Order(TikTokShop shop, TikTokOrder order, SandboxCall call)
    {
        var paid = order.PaidTime ?? order.CreateTime;
        var json = new JsonObject
        {
            ["id"] = order.Id,
            ["status"] = order.Status,
            ["create_time"] = order.CreateTime,
            ["update_time"] = order.UpdateTime,
            ["order_type"] = "NORMAL",
            ["fulfillment_type"] = "FULFILLMENT_BY_SELLER",
            ["shipping_type"] = order.BySeller ? "SELLER" : "TIKTOK",
            ["delivery_type"] = "HOME_DELIVERY",
            ["delivery_option_id"] = order.BySeller ? TikTokLogistics.SellerOption : TikTokLogistics.TikTokOption,
            ["delivery_option_name"] = "Standard Shipping",
            ["warehouse_id"] = order.WarehouseId,
            ["user_id"] = TikTokIds.Text(7_021_436_810_000_000_000 + order.Number),
            ["buyer_email"] = $"v2{order.Number:X6}@chat.seller.tiktok.com",
            ["buyer_nickname"] = order.Buyer.UserName,
            ["buyer_message"] = order.Number % 7 == 2 ? "Please leave it at the side door." : "",
            ["payment_method_name"] = "CCDC",
            ["payment"] = Payment(shop, order),
            ["line_items"] = new JsonArray([.. order.Units.Select(unit => Unit(shop, order, unit, call))]),
            ["packages"] = new JsonArray([.. Visible(shop, order).Select(package => new JsonObject { ["id"] = package.Id })]),
            ["is_cod"] = false,
            ["is_sample_order"] = false,
            ["is_replacement_order"] = false,
            ["is_on_hold_order"] = order.WasOnHold,
            ["is_buyer_request_cancel"] = order.BuyerWantsToCancel,
            ["has_updated_recipient_address"] = false,
            ["tracking_number"] = ShippedPackage(order)?.TrackingNumber ?? "",
            ["shipping_provider"] = ShippedPackage(order)?.ProviderName ?? "",
            ["shipping_provider_id"] = ShippedPackage(order)?.ProviderId ?? "",
        };
        if (order.PaidTime is { } paidTime)
        {
            json["paid_time"] = paidTime;
            json["rts_sla_time"] = paid + 2 * Day;
            json["tts_sla_time"] = paid + 3 * Day;
            json["shipping_due_time"] = paid + 7 * Day;
            json["collection_due_time"] = paid + 9 * Day;
            json["delivery_sla_time"] = paid + 8 * Day;
            json["delivery_due_time"] = paid + 30 * Day;
        }

        Put(json, "rts_time", order.RtsTime);
        Put(json, "cancel_time", order.CancelTime);
        if (order.CombineTag is { } tag)
        {
            json["split_or_combine_tag"] = tag;
        }

        if (order.Status is not ("UNPAID" or "ON_HOLD"))
        {
            json["recipient_address"] = TikTokAddressJson.Recipient(shop, order);
        }

        return json;
    }

    /// <summary>What the detail adds to the search.</summary>
    public static JsonObject Detail(TikTokShop shop, TikTokOrder order, SandboxCall call)
    {
        var json = Order(shop, order, call);
        json["payment_method_code"] = "credit_card";
        json["payment_card_type"] = "VISA";
        return json;
    }

    private static JsonObject Unit(TikTokShop shop, TikTokOrder order, TikTokUnit unit, SandboxCall call)
    {
        var price = shop.Market.Amount(unit.PriceCents);
        var json = new JsonObject
        {
            ["id"] = unit.Id,
            ["product_id"] = unit.Sku.Product.Id,
            ["product_name"] = unit.Sku.Item.Title,
            ["sku_id"] = unit.Sku.Id,
            ["sku_name"] = unit.Sku.Item.Variation.Count == 0 ? "Default" : string.Join(", ", unit.Sku.Item.Variation.Values),
            ["sku_type"] = "NORMAL",
            ["seller_sku"] = unit.Sku.Item.Sku,
            ["sku_image"] = TikTokImageLink.Of(call, unit.Sku.Item),
            ["original_price"] = price,
            ["sale_price"] = price,
            ["seller_discount"] = "0",
            ["platform_discount"] = "0",
            ["currency"] = shop.Market.Currency,
            ["display_status"] = unit.Status,
            ["is_gift"] = false,
            ["item_tax"] = new JsonArray(new JsonObject { ["tax_type"] = "SALES_TAX", ["tax_amount"] = shop.Market.Amount(TikTokMoney.Tax(unit.PriceCents)), ["tax_rate"] = "0.0825" }),
        };
        if (unit.Package is { } package && Visible(shop, order).Contains(package))
        {
            json["package_id"] = package.Id;
            json["package_status"] = package.Status;
        }

        // Before shipping there is no number; the field is then empty, not absent.
        json["tracking_number"] = unit.Package?.TrackingNumber ?? "";
        json["shipping_provider_id"] = unit.Package?.ProviderId ?? "";
        json["shipping_provider_name"] = unit.Package?.ProviderName ?? "";
        Put(json, "rts_time", unit.Package?.ShippedAt);
        return json;
    }

    private static JsonObject Payment(TikTokShop shop, TikTokOrder order)
    {
        var items = order.Units.Sum(unit => (long)unit.PriceCents);
        var tax = order.Units.Sum(unit => TikTokMoney.Tax(unit.PriceCents));
        return new JsonObject
        {
            ["currency"] = shop.Market.Currency,
            ["original_total_product_price"] = shop.Market.Amount(items),
            ["seller_discount"] = "0",
            ["platform_discount"] = "0",
            ["sub_total"] = shop.Market.Amount(items),
            ["original_shipping_fee"] = shop.Market.Amount(TikTokMoney.Shipping),
            ["shipping_fee_seller_discount"] = "0",
            ["shipping_fee_platform_discount"] = "0",
            ["shipping_fee"] = shop.Market.Amount(TikTokMoney.Shipping),
            ["product_tax"] = shop.Market.Amount(tax),
            ["tax"] = shop.Market.Amount(tax),
            ["total_amount"] = shop.Market.Amount(items + TikTokMoney.Shipping + tax),
        };
    }

    private static IEnumerable<TikTokPackage> Visible(TikTokShop shop, TikTokOrder order) =>
        order.Units.Select(unit => unit.Package).OfType<TikTokPackage>()
            .Where(package => package.ShippedAt is not null || !order.BySeller || !shop.Market.HidesPackagesBeforeShipping)
            .Distinct();

    private static TikTokPackage? ShippedPackage(TikTokOrder order) => order.Units.Select(unit => unit.Package).FirstOrDefault(package => package?.ShippedAt is not null);

    private static void Put(JsonObject json, string name, long? time)
    {
        if (time is { } value)
        {
            json[name] = value;
        }
    }
}

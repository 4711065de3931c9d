using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Writes returns as TikTok Shop does.</summary>
internal static class TikTokReturnJson
{
    /// <summary>A return.</summary>
    public static JsonObject Of(TikTokShop shop, TikTokReturn known)
    {
        var json = Plain(shop, known);
        if (known.ByBuyer && known.Question is { } question)
        {
            json["seller_next_action_response"] = new JsonArray(new JsonObject
            {
                ["action"] = question == "RECEIVED_PACKAGE" ? "SELLER_RESPOND_RECEIVE_PACKAGE" : $"SELLER_RESPOND_{question}",
                ["deadline"] = known.Deadline,
            });
        }

        if (known.TrackingNumber is { } tracking)
        {
            (json["return_tracking_number"], json["return_provider_name"]) = (tracking, "USPS");
        }

        return json;
    }

    private static JsonObject Plain(TikTokShop shop, TikTokReturn known) => new()
    {
        ["return_id"] = known.Id,
        ["order_id"] = known.Order.Id,
        ["return_type"] = known.Type,
        ["return_status"] = known.Status,
        ["return_reason"] = known.Reason,
        ["return_reason_text"] = known.ByBuyer ? "No longer needed" : "",
        ["role"] = known.ByBuyer ? "BUYER" : "SELLER",
        ["can_buyer_keep_item"] = !known.SendsBack,
        ["is_combined_return"] = false,
        ["create_time"] = known.CreateTime,
        ["update_time"] = known.UpdateTime,
        ["refund_amount"] = Amount(shop, known.Cents),
        ["return_line_items"] = new JsonArray([.. known.Units.Select(unit => new JsonObject
        {
            ["return_line_item_id"] = unit.Id,
            ["order_line_item_id"] = unit.Id,
            ["sku_id"] = unit.Sku.Id,
            ["seller_sku"] = unit.Sku.Item.Sku,
            ["product_name"] = unit.Sku.Item.Title,
        })]),
    };

    /// <summary>An amount that goes to the buyer.</summary>
    public static JsonObject Amount(TikTokShop shop, long cents) => new()
    {
        ["currency"] = shop.Market.Currency,
        ["refund_total"] = shop.Market.Amount(cents),
    };
}

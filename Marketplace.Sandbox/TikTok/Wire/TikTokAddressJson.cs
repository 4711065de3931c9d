using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Writes recipients, starred out where TikTok Shop does so.</summary>
internal static class TikTokAddressJson
{
    /// <summary>The recipient of an order.</summary>
    public static JsonObject Recipient(TikTokShop shop, TikTokOrder order)
    {
        var buyer = order.Buyer;
        var region = shop.Market.Region;
        var masked = order.Status == "CANCELLED" || (!order.BySeller && region != "US");
        var phone = $"(+1){buyer.Phone}";
        return new JsonObject
        {
            ["name"] = masked ? Stars(buyer.Name) : buyer.Name,
            ["first_name"] = masked ? Stars(buyer.FirstName) : buyer.FirstName,
            ["last_name"] = masked ? Stars(buyer.LastName) : buyer.LastName,
            ["phone_number"] = masked ? phone[..^7] + "***-****" : phone,
            ["full_address"] = masked ? Stars(buyer.Street) : $"{buyer.Street}, {buyer.City}, {buyer.State} {buyer.PostalCode}",
            ["address_line1"] = masked ? Stars(buyer.Street) : buyer.Street,
            ["address_line2"] = "",
            ["address_line3"] = "",
            ["address_line4"] = "",
            ["address_detail"] = masked ? Stars(buyer.Street) : buyer.Street,
            ["district_info"] = new JsonArray(
                District("L0", "Country", region), District("L1", "State", buyer.State), District("L2", "County", masked ? "***" : buyer.City), District("L3", "City", masked ? "***" : buyer.City)),
            ["postal_code"] = masked ? Stars(buyer.PostalCode) : buyer.PostalCode,
            ["region_code"] = region,
        };
    }

    private static JsonObject District(string level, string name, string value) =>
        new() { ["address_level"] = level, ["address_level_name"] = name, ["address_name"] = value };

    private static string Stars(string text) => text.Length == 0 ? "" : text[..1] + "***";
}

using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Other systems' ids of orders, which sellers' tools keep on them.</summary>
internal static class TikTokReferenceOperations
{
    /// <summary>Add External Order References; one of a platform for each order, a new one in place of the old.</summary>
    public static JsonObject Add(TikTokRequest request)
    {
        var wishes = request.Body.Children("orders") is { Count: > 0 } some ? some : throw new TikTokRefusal(TikTokCode.Missing("body", "orders"));
        if (wishes.Count > 100)
        {
            throw new TikTokRefusal(TikTokCode.Invalid("body", "orders"));
        }

        var errors = new JsonArray();
        foreach (var wish in wishes)
        {
            var orderId = wish.RequiredText("id");
            var reference = wish.Child("external_order") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "orders.external_order"));
            var (id, platform) = (reference.RequiredText("id"), reference.RequiredText("platform"));
            reference.Children("line_items");
            if (request.Shop.Orders.Find(orderId) is { } order)
            {
                order.References[platform] = (JsonObject)reference.DeepClone();
            }
            else
            {
                errors.Add(new JsonObject
                {
                    ["code"] = $"{TikTokCode.ForeignOrder.Code}",
                    ["message"] = TikTokCode.ForeignOrder.Message,
                    ["detail"] = new JsonObject { ["order_id"] = orderId, ["external_order"] = new JsonObject { ["id"] = id, ["platform"] = platform } },
                });
            }
        }

        return errors.Count == 0 ? [] : new JsonObject { ["errors"] = errors };
    }

    /// <summary>Get External Order References.</summary>
    public static JsonObject Get(TikTokRequest request)
    {
        var platform = Asked(request, "platform");
        var order = request.Shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.Invalid("path", "order_id"));
        return new JsonObject { ["external_orders"] = order.References.TryGetValue(platform, out var known) ? new JsonArray(known.DeepClone()) : new JsonArray() };
    }

    /// <summary>Search Order By External Order Reference.</summary>
    public static JsonObject Search(TikTokRequest request)
    {
        var (platform, id) = (Asked(request, "platform"), Asked(request, "external_order_id"));
        return new JsonObject
        {
            ["orders"] = new JsonArray([.. request.Shop.Orders.All
                .Where(order => order.References.TryGetValue(platform, out var known) && known.Text("id") == id)
                .Select(order => new JsonObject { ["id"] = order.Id, ["external_order"] = order.References[platform].DeepClone() })]),
        };
    }

    private static string Asked(TikTokRequest request, string name) =>
        request.Call.QueryValue(name) is { Length: > 0 } value ? value : throw new TikTokRefusal(TikTokCode.Missing("query", name));
}

using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Searching and reading orders.</summary>
internal static class TikTokOrderOperations
{
    private static readonly HashSet<string> Statuses =
        ["UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED", "COMPLETED", "CANCELLED"];

    /// <summary>A page of orders within the bounds of the body.</summary>
    public static JsonObject Search(TikTokRequest request)
    {
        var size = request.PageSize(100);
        var token = request.PageToken();
        var byUpdate = request.Choice("sort_field", "create_time", "update_time") == "update_time";
        var ascending = request.Choice("sort_order", "DESC", "ASC") == "ASC";
        var body = request.Body;
        var (created, updated) = (Window(body, "create_time"), Window(body, "update_time"));
        var (sorted, other) = byUpdate ? (updated, created) : (created, updated);
        var filter = Filter(body, byUpdate, other);

        var after = token is null ? ((long, int)?)null : (token.Time, token.Number);
        var found = request.Shop.Orders.Scan(byUpdate, ascending, sorted.From, sorted.Before, after).Where(entry => filter(entry.Order));
        var page = found.Take(size + 1).ToList();

        // Counted once: later pages repeat the count of the first.
        var total = token?.Total ?? request.Shop.Orders.Scan(byUpdate, ascending, sorted.From, sorted.Before, null).Count(entry => filter(entry.Order));
        var shown = page.Take(size).ToList();
        return new JsonObject
        {
            ["next_page_token"] = page.Count > size ? new TikTokPageToken(total, shown[^1].Time, shown[^1].Order.Number).ToString() : "",
            ["total_count"] = total,
            ["orders"] = new JsonArray([.. shown.Select(entry => TikTokOrderJson.Order(request.Shop, entry.Order, request.Call))]),
        };
    }

    /// <summary>Orders by id, 50 at most; one foreign id refuses them all.</summary>
    public static JsonObject Detail(TikTokRequest request) => new()
    {
        ["orders"] = new JsonArray([.. request.List("ids", 50).Select(id => TikTokOrderJson.Detail(
            request.Shop, request.Shop.Orders.Find(id) ?? throw new TikTokRefusal(TikTokCode.ForeignOrder), request.Call))]),
    };

    private static Func<TikTokOrder, bool> Filter(JsonObject body, bool sortedByUpdate, (long From, long Before) other)
    {
        var status = body.Text("order_status");
        if (status is not null && !Statuses.Contains(status))
        {
            throw new TikTokRefusal(TikTokCode.Invalid("body", "order_status"));
        }

        var shipping = body.Text("shipping_type");
        if (shipping is not (null or "TIKTOK" or "SELLER"))
        {
            throw new TikTokRefusal(TikTokCode.Invalid("body", "shipping_type"));
        }

        var wantsToCancel = body.Flag("is_buyer_request_cancel");
        var buyer = body.Text("buyer_user_id");
        var warehouses = body.Texts("warehouse_ids");
        if (warehouses?.Count > 100)
        {
            throw new TikTokRefusal(TikTokCode.Invalid("body", "warehouse_ids"));
        }

        return order =>
            (status is null || order.Status == status)
            && (shipping is null || (shipping == "SELLER") == order.BySeller)
            && (wantsToCancel is null || wantsToCancel == order.BuyerWantsToCancel)
            && (buyer is null || buyer == TikTokIds.Text(7_021_436_810_000_000_000 + order.Number))
            && (warehouses is not { Count: > 0 } || warehouses.Contains(order.WarehouseId))
            && (sortedByUpdate ? order.CreateTime : order.UpdateTime) is var time && time >= other.From && time < other.Before;
    }

    private static (long From, long Before) Window(JsonObject body, string field)
    {
        var (from, before) = (body.Number(field + "_ge") ?? 0, body.Number(field + "_lt") ?? long.MaxValue);
        return from >= 0 && before > 0 ? (from, before) : throw new TikTokRefusal(TikTokCode.Invalid("body", field + "_ge"));
    }
}

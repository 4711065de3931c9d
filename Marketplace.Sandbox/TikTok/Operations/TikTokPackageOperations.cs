using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Reading packages.</summary>
internal static class TikTokPackageOperations
{
    /// <summary>One package; its id and status have longer names here than in the search.</summary>
    public static JsonObject Detail(TikTokRequest request)
    {
        var package = request.Shop.Package(request.Call.Path["package_id"]) ?? throw new TikTokRefusal(TikTokCode.PermissionDenied);
        var json = new JsonObject
        {
            ["package_id"] = package.Id,
            ["package_status"] = package.Status,
            ["shipping_type"] = package.BySeller ? "SELLER" : "TIKTOK",
            ["split_and_combine_tag"] = package.SplitOrCombine,
            ["has_multi_skus"] = package.Content.Select(content => content.Unit.Sku.Id).Distinct().Count() > 1,
            ["note_tag"] = "BUYER_UNNOTED",
            ["delivery_option_id"] = package.BySeller ? TikTokLogistics.SellerOption : TikTokLogistics.TikTokOption,
            ["delivery_option_name"] = "Standard Shipping",
            ["recipient_address"] = TikTokAddressJson.Recipient(request.Shop, package.Content[0].Order),
        };
        AddShared(json, package);
        if (package.HandoverMethod is { } handover)
        {
            json["handover_method"] = handover;
        }

        if (package.PickupSlot is var (start, end))
        {
            json["pickup_slot"] = new JsonObject { ["start_time"] = start, ["end_time"] = end };
        }

        var address = (JsonObject)json["recipient_address"]!;
        foreach (var extra in (string[])["first_name", "last_name", "district_info"])
        {
            address.Remove(extra);
        }

        return json;
    }

    /// <summary>A page of packages, newest first unless asked otherwise.</summary>
    public static JsonObject Search(TikTokRequest request)
    {
        var size = request.PageSize(50);
        var field = request.Choice("sort_field", "create_time", "update_time", "order_pay_time");
        var ascending = request.Choice("sort_order", "DESC", "ASC") == "ASC";
        var status = request.Body.Text("package_status");
        if (status is not (null or "TO_FULFILL" or "PROCESSING" or "FULFILLING" or "COMPLETED" or "CANCELLED"))
        {
            throw new TikTokRefusal(TikTokCode.Invalid("body", "package_status"));
        }

        var (createdFrom, createdBefore) = (request.Body.Number("create_time_ge") ?? 0, request.Body.Number("create_time_lt") ?? long.MaxValue);
        var (updatedFrom, updatedBefore) = (request.Body.Number("update_time_ge") ?? 0, request.Body.Number("update_time_lt") ?? long.MaxValue);
        var found = request.Shop.Packages.Where(package =>
            request.Shop.Package(package.Id) is not null
            && (status is null || package.Status == status)
            && package.CreateTime >= createdFrom && package.CreateTime < createdBefore
            && package.UpdateTime >= updatedFrom && package.UpdateTime < updatedBefore);
        Func<TikTokPackage, long> key = field switch
        {
            "update_time" => package => package.UpdateTime,
            "order_pay_time" => package => package.Content[0].Order.PaidTime ?? 0,
            _ => package => package.CreateTime,
        };
        var sorted = (ascending ? found.OrderBy(key).ThenBy(package => package.Number) : found.OrderByDescending(key).ThenByDescending(package => package.Number)).ToList();
        return request.PageOf("packages", sorted, size, package =>
        {
            var json = new JsonObject { ["id"] = package.Id, ["status"] = package.Status };
            AddShared(json, package);
            return json;
        });
    }

    /// <summary>Update Package Delivery Status: what became of parcels that the seller's own carrier took. Code 0 even when some fail.</summary>
    public static JsonObject Deliver(TikTokRequest request)
    {
        var wishes = request.Body.Children("packages") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "packages"));
        var errors = new JsonArray();
        foreach (var wish in wishes)
        {
            var (id, kind) = (wish.RequiredText("id"), wish.RequiredText("delivery_type"));
            _ = (wish.Text("fail_delivery_reason"), wish.Text("file_type"), wish.Text("file_url"));
            if (kind is not ("DELIVERY_SUCCESS" or "DELIVERY_FAILED" or "UPDATE_POD"))
            {
                throw new TikTokRefusal(TikTokCode.Invalid("body", "packages.delivery_type"));
            }

            if (request.Shop.Package(id) is not { BySeller: true, ShippedAt: not null } package)
            {
                errors.Add(new JsonObject { ["code"] = TikTokCode.ForeignPackage.Code, ["message"] = TikTokCode.ForeignPackage.Message, ["detail"] = new JsonObject { ["package_id"] = id } });
            }
            else if (kind == "DELIVERY_SUCCESS")
            {
                foreach (var order in package.Content.Select(content => content.Order).Distinct())
                {
                    TikTokOrderClock.Turn(request.Shop, order, "DELIVERED", request.Now);
                }
            }
        }

        return errors.Count == 0 ? [] : new JsonObject { ["errors"] = errors };
    }

    /// <summary>Where an order's parcels are; the one place where times are milliseconds.</summary>
    public static JsonObject Tracking(TikTokRequest request)
    {
        var order = request.Shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.Invalid("path", "order_id"));
        var events = new List<(string Text, long Time)>();
        foreach (var package in order.Units.Select(unit => unit.Package).OfType<TikTokPackage>().Where(package => package.ShippedAt is not null).Distinct())
        {
            events.Add(("The seller has shipped your package.", package.ShippedAt!.Value));
            if (package.Status is "FULFILLING" or "COMPLETED")
            {
                events.Add((package.Status == "COMPLETED" ? "Your package was delivered!" : "The carrier has collected your package.", package.UpdateTime));
            }
        }

        return new JsonObject
        {
            ["tracking"] = new JsonArray([.. events.OrderByDescending(entry => entry.Time).Select(entry => new JsonObject { ["description"] = entry.Text, ["update_time_millis"] = entry.Time * 1000 })]),
        };
    }

    private static void AddShared(JsonObject json, TikTokPackage package)
    {
        json["create_time"] = package.CreateTime;
        json["update_time"] = package.UpdateTime;
        json["tracking_number"] = package.TrackingNumber ?? "";
        json["shipping_provider_id"] = package.ProviderId ?? "";
        json["shipping_provider_name"] = package.ProviderName ?? "";
        json["order_line_item_ids"] = new JsonArray([.. package.Content.Select(content => JsonValue.Create(content.Unit.Id))]);
        json["orders"] = new JsonArray([.. package.Content.GroupBy(content => content.Order.Id).Select(order => new JsonObject
        {
            ["id"] = order.Key,
            ["skus"] = new JsonArray([.. order.GroupBy(content => content.Unit.Sku).Select(sku => new JsonObject
            {
                ["id"] = sku.Key.Id,
                ["name"] = sku.Key.Item.Variation.Count == 0 ? "Default" : string.Join(", ", sku.Key.Item.Variation.Values),
                ["quantity"] = sku.Count(),
            })]),
        })]);
    }
}

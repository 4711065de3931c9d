using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Webhooks;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Taking packages apart and putting them together before they are shipped.</summary>
internal sealed class TikTokSplitOperations(TikTokCourier courier)
{
    /// <summary>Takes groups of units into packages of their own: by unit in some markets, by whole SKU in the others.</summary>
    public JsonObject Split(TikTokRequest request)
    {
        var shop = request.Shop;
        var order = shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.InvalidSplit);
        TikTokShipping.CheckOrder(shop, order, TikTokCode.SplitNotAllowed);
        var wishes = request.Body.Children("splittable_groups") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "splittable_groups"));
        var groups = wishes.Select(wish => (
            Id: wish.RequiredText("id"),
            Units: (wish.Texts("order_line_item_ids") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "splittable_groups.order_line_item_ids")))
                .Select(id => order.Units.Find(unit => unit.Id == id) ?? throw new TikTokRefusal(TikTokCode.InvalidSplit)).ToList())).ToList();
        if (groups.Count == 0 || groups.Exists(group => group.Units.Count == 0) || groups.SelectMany(group => group.Units).GroupBy(unit => unit).Any(same => same.Count() > 1))
        {
            throw new TikTokRefusal(TikTokCode.InvalidSplit);
        }

        CheckSplit(shop, groups.ConvertAll(group => group.Units));
        var made = groups.ConvertAll(group => (group.Id, Package: Move(shop, group.Units.ConvertAll(unit => (order, unit)), "SPLIT", request.Now)));
        order.CombineTag = "SPLIT";
        shop.Orders.Touch(order, request.Now);
        courier.PackagesChanged(shop, "SPLIT", made.Select(group => group.Package), request.Now);
        return new JsonObject
        {
            ["packages"] = new JsonArray([.. made.Select(group => new JsonObject { ["splittable_group_id"] = group.Id, ["id"] = group.Package.Id })]),
        };
    }

    /// <summary>Whether orders may be split.</summary>
    public static JsonObject Attributes(TikTokRequest request) => new()
    {
        ["split_attributes"] = new JsonArray([.. request.List("order_ids", 50).Select(id =>
        {
            var order = request.Shop.Orders.Find(id);
            var can = order is { Status: "AWAITING_SHIPMENT" } && order.Units.Count > 1;
            var json = new JsonObject { ["order_id"] = id, ["can_split"] = can, ["must_split"] = false };
            if (!can)
            {
                json["reason"] = order is null ? "Order not found" : order.Status == "CANCELLED" ? "Order has been canceled" : "Order cannot be split";
            }

            return json;
        })]),
    };

    /// <summary>Orders of one recipient that could leave in one package, under an id that combining them takes.</summary>
    public static JsonObject Combinable(TikTokRequest request)
    {
        var size = request.PageSize(50);
        return request.PageOf("combinable_packages", [.. Groups(request.Shop)], size, group => new JsonObject
        {
            ["id"] = DraftOf(group),
            ["order_ids"] = new JsonArray([.. group.Select(order => JsonValue.Create(order.Id))]),
        });
    }

    /// <summary>Puts orders of one recipient into one package.</summary>
    public JsonObject Combine(TikTokRequest request)
    {
        var shop = request.Shop;
        var wishes = request.Body.Children("combinable_packages") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "combinable_packages"));
        var groups = Groups(shop).ToDictionary(DraftOf);
        var packages = new JsonArray();
        var errors = new JsonArray();
        foreach (var wish in wishes)
        {
            var draft = wish.RequiredText("id");
            var refusal = !groups.TryGetValue(draft, out var group) ? TikTokCode.ForeignPackage
                : wish.Texts("order_ids") is { } ids && ids.Except(group.Select(order => order.Id)).Any() ? TikTokCode.NotOfDraft
                : null;
            if (refusal is not null)
            {
                errors.Add(new JsonObject { ["code"] = refusal.Code, ["message"] = refusal.Message, ["detail"] = new JsonObject { ["package_id"] = draft } });
                continue;
            }

            var chosen = wish.Texts("order_ids") is { Count: > 0 } some ? group!.Where(order => some.Contains(order.Id)).ToList() : group!;
            var package = Move(shop, chosen.SelectMany(order => order.Units.Select(unit => (order, unit))).ToList(), "COMBINE", request.Now);
            TagAll(shop, chosen, "COMBINED", request.Now);
            courier.PackagesChanged(shop, "COMBINE", [package], request.Now);
            packages.Add(Show(package));
        }

        var answer = new JsonObject { ["packages"] = packages };
        if (errors.Count > 0)
        {
            answer["errors"] = errors;
        }

        return answer;
    }

    /// <summary>Takes orders out of a combined package again.</summary>
    public JsonObject Uncombine(TikTokRequest request)
    {
        var shop = request.Shop;
        var package = shop.Package(request.Call.Path["package_id"]) ?? throw new TikTokRefusal(TikTokCode.ForeignPackage);
        var orders = (request.Body.Texts("order_ids") ?? throw new TikTokRefusal(TikTokCode.InvalidSplit))
            .Select(id => package.Content.Find(content => content.Order.Id == id).Order ?? throw new TikTokRefusal(TikTokCode.NotOfUnit)).Distinct().ToList();
        if (package.ShippedAt is not null || orders.Count == 0)
        {
            throw new TikTokRefusal(TikTokCode.InvalidSplit);
        }

        var made = orders.ConvertAll(order => Move(shop, package.Content.FindAll(content => content.Order == order), "DEFAULT", request.Now));
        TagAll(shop, orders, null, request.Now);
        courier.PackagesChanged(shop, "CANCEL_COMBINE", made, request.Now);
        return new JsonObject { ["packages"] = new JsonArray([.. made.Select(Show)]) };
    }

    private static void CheckSplit(TikTokShop shop, List<List<TikTokUnit>> groups)
    {
        foreach (var units in groups)
        {
            var packages = units.Select(unit => unit.Package).Distinct().ToList();
            var wholeSkus = shop.Market.SplitsByUnit || packages.SelectMany(package => package?.Content ?? []).All(content => units.Contains(content.Unit) || !units.Exists(unit => unit.Sku == content.Unit.Sku));
            if (packages is not [{ ShippedAt: null } package] || package.Content.Count == units.Count || !wholeSkus)
            {
                throw new TikTokRefusal(TikTokCode.SplitNotAllowed);
            }
        }
    }

    private static IEnumerable<List<TikTokOrder>> Groups(TikTokShop shop) =>
        shop.Market.HasPackagesBeforeShipping
            ? shop.Orders.All
                .Where(order => order is { Status: "AWAITING_SHIPMENT", CombineTag: null, BuyerWantsToCancel: false })
                .GroupBy(order => (order.Buyer, order.BySeller))
                .Where(group => group.Count() > 1)
                .Select(group => group.ToList())
            : [];

    private static string DraftOf(List<TikTokOrder> group) => TikTokIds.Text(1_152_321_199_000_000_000 + group[0].Number);

    private static TikTokPackage Move(TikTokShop shop, List<(TikTokOrder Order, TikTokUnit Unit)> content, string tag, DateTimeOffset now)
    {
        foreach (var old in content.Select(entry => entry.Unit.Package).OfType<TikTokPackage>().Distinct().ToList())
        {
            old.Content.RemoveAll(content.Contains);
            old.UpdateTime = now.ToUnixTimeSeconds();
            if (old.Content.Count == 0)
            {
                shop.Remove(old);
            }
        }

        var package = shop.NewPackage(content[0].Order.BySeller, now.ToUnixTimeSeconds(), content);
        package.SplitOrCombine = tag;
        return package;
    }

    private static void TagAll(TikTokShop shop, IEnumerable<TikTokOrder> orders, string? tag, DateTimeOffset now)
    {
        foreach (var order in orders)
        {
            order.CombineTag = tag;
            shop.Orders.Touch(order, now);
        }
    }

    private static JsonObject Show(TikTokPackage package) => new()
    {
        ["id"] = package.Id,
        ["order_ids"] = new JsonArray([.. package.Content.Select(content => content.Order.Id).Distinct().Select(id => JsonValue.Create(id))]),
    };
}

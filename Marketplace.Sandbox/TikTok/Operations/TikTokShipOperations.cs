using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Announcing parcels: on the order where the market has that, on the package where it exists already.</summary>
internal static class TikTokShipOperations
{
    private const int UpdateHours = 72;

    /// <summary>Mark Package As Shipped.</summary>
    public static JsonObject Mark(TikTokRequest request)
    {
        var shop = request.Shop;
        if (!shop.Market.MarksOrdersAsShipped)
        {
            throw new TikTokRefusal(TikTokCode.WrongRegion);
        }

        var tracking = request.Body.RequiredText("tracking_number");
        var providerId = request.Body.RequiredText("shipping_provider_id");
        var order = shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.NotOfUnit);
        TikTokShipping.CheckOrder(shop, order, TikTokCode.ActionNotAllowed);
        var units = UnitsToMark(order, request.Body.Texts("order_line_item_ids"));
        if (!order.BySeller)
        {
            throw new TikTokRefusal(TikTokCode.NotBySeller);
        }

        var provider = TikTokShipping.CheckTracking(shop, tracking, providerId, order, TikTokCode.SpecialCharacters, TikTokCode.DuplicateTracking);
        var answer = new JsonObject
        {
            ["order_id"] = order.Id,
            ["order_line_item_ids"] = new JsonArray([.. units.Select(unit => JsonValue.Create(unit.Id))]),
        };
        if (TikTokLogistics.Remark(tracking, provider.Name) is { } remark)
        {
            answer["warning"] = new JsonObject { ["message"] = remark };
        }

        if (request.Call.Fault == FaultKind.Ignored)
        {
            answer["package_id"] = shop.Ids.NextPackage();
            return answer;
        }

        var package = PackageFor(shop, order, units, request.Now);
        TikTokShipping.Ship(shop, package, tracking, provider, request.Now);
        answer["package_id"] = package.Id;
        return answer;
    }

    /// <summary>Ship Package.</summary>
    public static JsonObject Ship(TikTokRequest request)
    {
        ShipOne(request, request.Call.Path["package_id"], request.Body);
        return [];
    }

    /// <summary>Batch Ship Packages: code 0 even when some fail, with an error for each of those.</summary>
    public static JsonObject ShipMany(TikTokRequest request)
    {
        var packages = request.Body.Children("packages") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "packages"));
        var errors = new JsonArray();
        foreach (var (wish, i) in packages.Select((wish, i) => (wish, i)))
        {
            var id = wish.RequiredText("id");
            try
            {
                if (request.Call.Fault == FaultKind.Partial && i % 2 == 0)
                {
                    throw new TikTokRefusal(TikTokCode.SystemError);
                }

                ShipOne(request, id, wish);
            }
            catch (TikTokRefusal refusal)
            {
                errors.Add(new JsonObject { ["code"] = refusal.Error.Code, ["message"] = refusal.Error.Message, ["detail"] = new JsonObject { ["package_id"] = id } });
            }
        }

        return errors.Count == 0 ? [] : new JsonObject { ["errors"] = errors };
    }

    /// <summary>Corrects a number once, within 72 hours, on all shipped packages of an order or on one package.</summary>
    public static JsonObject UpdateTracking(TikTokRequest request)
    {
        var shop = request.Shop;
        var tracking = request.Body.RequiredText("tracking_number");
        var providerId = request.Body.RequiredText("shipping_provider_id");
        var byPackage = request.Call.Path.TryGetValue("package_id", out var id);
        var packages = byPackage
            ? [shop.Package(id!) ?? throw new TikTokRefusal(TikTokCode.ForeignPackage)]
            : (shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.ForeignPackage))
                .Units.Select(unit => unit.Package).OfType<TikTokPackage>().Where(package => package.ShippedAt is not null).Distinct().ToList();
        if (packages.Count == 0)
        {
            throw new TikTokRefusal(TikTokCode.NotShippedYet);
        }

        foreach (var package in packages)
        {
            CheckUpdate(package, request.Now, byPackage);
        }

        var provider = TikTokShipping.CheckTracking(shop, tracking, providerId, packages[0].Content[0].Order, TikTokCode.TrackingOrProvider, TikTokCode.TrackingOrProvider);
        if (request.Call.Fault == FaultKind.Ignored)
        {
            return [];
        }

        shop.OwnTracking(tracking, packages[0].Content[0].Order.Buyer);
        foreach (var package in packages)
        {
            package.TrackingNumber = tracking;
            (package.ProviderId, package.ProviderName) = provider;
            package.TrackingUpdates++;
            package.UpdateTime = request.Now.ToUnixTimeSeconds();
            foreach (var order in package.Content.Select(content => content.Order).Distinct())
            {
                shop.Orders.Touch(order, request.Now);
            }
        }

        return [];
    }

    // The call by order has one word for both of the rules that the call by package tells apart.
    private static void CheckUpdate(TikTokPackage package, DateTimeOffset now, bool byPackage)
    {
        var refusal = package.ShippedAt is not { } shipped ? TikTokCode.NotShippedYet
            : !package.BySeller ? TikTokCode.NotBySeller
            : package.TrackingUpdates > 0 ? (byPackage ? TikTokCode.UpdatedOnce : TikTokCode.UpdateNotAllowed)
            : now.ToUnixTimeSeconds() - shipped > UpdateHours * 3600 ? (byPackage ? TikTokCode.UpdateTooLate : TikTokCode.UpdateNotAllowed)
            : null;
        if (refusal is not null)
        {
            throw new TikTokRefusal(refusal);
        }
    }

    private static void ShipOne(TikTokRequest request, string packageId, JsonObject wish)
    {
        var shop = request.Shop;
        var package = shop.Package(packageId) ?? throw new TikTokRefusal(TikTokCode.ForeignPackage);
        foreach (var order in package.Content.Select(content => content.Order).Distinct())
        {
            TikTokShipping.CheckOrder(shop, order, TikTokCode.OrderCancelled);
        }

        if (package.ShippedAt is not null)
        {
            throw new TikTokRefusal(TikTokCode.PackageShipped);
        }

        if (shop.Market.Region == "US" || (package.BySeller && shop.Market.MarksOrdersAsShipped))
        {
            throw new TikTokRefusal(TikTokCode.ActionNotAllowed);
        }

        var handover = wish.Text("handover_method");
        if (handover is not (null or "PICKUP" or "DROP_OFF"))
        {
            throw new TikTokRefusal(TikTokCode.Invalid("body", "handover_method"));
        }

        var (tracking, provider) = package.BySeller ? SelfShipment(shop, package, wish) : TikTokLabel.Number(package);
        if (request.Call.Fault == FaultKind.Ignored)
        {
            return;
        }

        package.HandoverMethod = handover;
        if (wish.Child("pickup_slot") is { } slot)
        {
            package.PickupSlot = (slot.Number("start_time") ?? 0, slot.Number("end_time") ?? 0);
        }

        TikTokShipping.Ship(shop, package, tracking, provider, request.Now);
    }

    private static (string Tracking, (string Id, string Name) Provider) SelfShipment(TikTokShop shop, TikTokPackage package, JsonObject wish)
    {
        var own = wish.Child("self_shipment") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "self_shipment"));
        var tracking = own.Text("tracking_number") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "self_shipment.tracking_number"));
        var providerId = own.Text("shipping_provider_id") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "self_shipment.shipping_provider_id"));
        return (tracking, TikTokShipping.CheckTracking(shop, tracking, providerId, package.Content[0].Order, TikTokCode.TrackingOrProvider, TikTokCode.DuplicateTracking));
    }

    private static List<TikTokUnit> UnitsToMark(TikTokOrder order, IReadOnlyList<string>? ids)
    {
        var open = order.Unshipped.ToList();
        if (ids is not { Count: > 0 })
        {
            if (open.Count == 0)
            {
                throw new TikTokRefusal(TikTokCode.OrdersShipped);
            }

            return open.Select(unit => unit.Package).Distinct().Count() > 1 ? throw new TikTokRefusal(TikTokCode.SeveralPackages) : open;
        }

        var units = ids.Distinct().Select(id => order.Units.Find(unit => unit.Id == id) ?? throw new TikTokRefusal(TikTokCode.NotOfUnit)).ToList();
        if (units.Exists(unit => unit.Status == "CANCELLED"))
        {
            throw new TikTokRefusal(TikTokCode.NotOfUnit);
        }

        return units.TrueForAll(open.Contains) ? units : throw new TikTokRefusal(TikTokCode.OrdersShipped);
    }

    // Where a package has been laid out it is used as far as it fits; what it held beyond goes into a package of its own.
    private static TikTokPackage PackageFor(TikTokShop shop, TikTokOrder order, List<TikTokUnit> units, DateTimeOffset now)
    {
        foreach (var old in units.Select(unit => unit.Package).OfType<TikTokPackage>().Distinct().ToList())
        {
            old.Content.RemoveAll(content => units.Contains(content.Unit));
            if (old.Content.Count == 0)
            {
                shop.Remove(old);
            }
        }

        return shop.NewPackage(true, now.ToUnixTimeSeconds(), units.Select(unit => (order, unit)));
    }
}

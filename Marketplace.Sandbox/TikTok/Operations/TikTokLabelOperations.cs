using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>TikTok Shop's own labels.</summary>
internal static class TikTokLabelOperations
{
    private static readonly HashSet<string> Kinds = ["SHIPPING_LABEL", "PACKING_SLIP", "SHIPPING_LABEL_AND_PACKING_SLIP", "SHIPPING_LABEL_PICTURE", "HAZMAT_LABEL", "INVOICE_LABEL"];

    /// <summary>Get Eligible Shipping Service.</summary>
    public static JsonObject Services(TikTokRequest request)
    {
        var order = request.Shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.NotOfUnit);
        var units = Units(order, request.Body, TikTokCode.OrderShipped);
        if (order.BySeller)
        {
            throw new TikTokRefusal(TikTokCode.NoServices);
        }

        var answer = new JsonObject
        {
            ["order_id"] = order.Id,
            ["order_line_id"] = new JsonArray([.. units.Select(unit => JsonValue.Create(unit.Id))]),
            ["shipping_services"] = new JsonArray([.. TikTokLabel.Services.Select((service, i) => Service(request.Shop, service, i == 0))]),
        };
        CopyParcel(request.Body, answer);
        return answer;
    }

    /// <summary>Create Packages: buys a label in the United States, which ships the units.</summary>
    public static JsonObject Create(TikTokRequest request)
    {
        var shop = request.Shop;
        if (shop.Market.Region != "US")
        {
            throw new TikTokRefusal(TikTokCode.WrongRegion);
        }

        var order = shop.Orders.Find(request.Body.RequiredText("order_id")) ?? throw new TikTokRefusal(TikTokCode.NotOfUnit);
        TikTokShipping.CheckOrder(shop, order, TikTokCode.ActionNotAllowed);
        if (order.BySeller)
        {
            throw new TikTokRefusal(TikTokCode.ActionNotAllowed);
        }

        var units = Units(order, request.Body, TikTokCode.LabelBought);
        var wanted = request.Body.Text("shipping_service_id");
        var service = wanted is null ? TikTokLabel.Services[0] : TikTokLabel.Services.FirstOrDefault(known => known.Id == wanted) ?? throw new TikTokRefusal(TikTokCode.NoSuchService);
        var answer = new JsonObject
        {
            ["order_id"] = order.Id,
            ["order_line_item_ids"] = new JsonArray([.. units.Select(unit => JsonValue.Create(unit.Id))]),
            ["shipping_service_info"] = Service(shop, service, null),
            ["create_time"] = request.Now.ToUnixTimeSeconds(),
        };
        CopyParcel(request.Body, answer);
        if (request.Call.Fault == FaultKind.Ignored)
        {
            answer["package_id"] = shop.Ids.NextPackage();
            return answer;
        }

        var package = shop.NewPackage(false, request.Now.ToUnixTimeSeconds(), units.Select(unit => (order, unit)));
        TikTokShipping.Ship(shop, package, TikTokLabel.Number(package).Tracking, (service.ProviderId, service.ProviderName), request.Now);
        answer["package_id"] = package.Id;
        return answer;
    }

    /// <summary>Times of collection, and whether dropping off is possible.</summary>
    public static JsonObject Slots(TikTokRequest request)
    {
        var package = request.Shop.Package(request.Call.Path["package_id"]) ?? throw new TikTokRefusal(TikTokCode.InvalidParameters);
        return package.BySeller || package.ShippedAt is not null ? throw new TikTokRefusal(TikTokCode.NoServicesForPackage) : new JsonObject
        {
            ["can_pickup"] = true,
            ["can_drop_off"] = true,
            ["can_van_collection"] = request.Shop.Market.Region == "GB",
            ["drop_off_point_url"] = $"{request.Call.Origin}/sandbox/tiktok/img/drop-off-points",

            // The spelling is TikTok Shop's own.
            ["pickup_slots"] = new JsonArray([.. TikTokLabel.Slots(request.Now).Select(slot => new JsonObject { ["start_time"] = slot.Start, ["end_time"] = slot.End, ["avaliable"] = slot.Free })]),
        };
    }

    /// <summary>The address of a label, good for 24 hours.</summary>
    public static Func<TikTokRequest, JsonObject> Document(TikTokCredentials credentials, TikTokSandboxOptions options) => request =>
    {
        var kind = request.Call.QueryValue("document_type") is { } given && Kinds.Contains(given) ? given : throw new TikTokRefusal(TikTokCode.Invalid("query", "document_type"));
        var package = request.Shop.Package(request.Call.Path["package_id"]) ?? throw new TikTokRefusal(TikTokCode.NoShippingInformation);
        if (request.Call.QueryValue("document_size") is not (null or "A6" or "A5") || request.Call.QueryValue("document_format") is not (null or "PDF"))
        {
            throw new TikTokRefusal(TikTokCode.Invalid("query", "document_size"));
        }

        var refusal = package.BySeller ? TikTokCode.NoLabelForSellers
            : package.ShippedAt is not { } shipped ? TikTokCode.LabelBeforeShipping
            : package.Status is "FULFILLING" or "COMPLETED" ? TikTokCode.LabelAfterPickup
            : request.Now.ToUnixTimeSeconds() < shipped + options.LabelSeconds ? TikTokCode.LabelInTheMaking
            : null;
        return refusal is not null ? throw new TikTokRefusal(refusal) : new JsonObject
        {
            ["doc_url"] = $"{request.Call.Origin}/sandbox/tiktok/img{TikTokLabel.PathOf(package, kind, request.Now, credentials.TokenKey)}",
            ["tracking_number"] = package.TrackingNumber,
        };
    };

    /// <summary>The label itself, for whoever has its address.</summary>
    public static SandboxReply Print(SandboxCall call, IEnumerable<TikTokShop> shops, byte[] key, DateTimeOffset now)
    {
        var id = Path.GetFileNameWithoutExtension(call.Path["name"]);
        if (!TikTokLabel.IsGood(id, call.QueryValue("kind"), call.QueryValue("expires"), call.QueryValue("seal"), now, key))
        {
            return SandboxReply.OfHtml(403, "<!doctype html><title>Expired</title><p>This address is no longer valid.</p>");
        }

        foreach (var shop in shops)
        {
            lock (shop.Gate)
            {
                if (shop.Package(id) is { } package)
                {
                    return new SandboxReply(200, Label(package), "application/pdf");
                }
            }
        }

        return SandboxReply.Empty(404);
    }

    private static byte[] Label(TikTokPackage package)
    {
        var buyer = package.Content[0].Order.Buyer;
        return TikTokPdf.Write(298, 420,
        [
            package.ProviderName ?? "", "SANDBOX - not a real label", "", "Ship to", buyer.Name, buyer.Street, $"{buyer.City}, {buyer.State} {buyer.PostalCode}", "",
            $"Tracking {package.TrackingNumber}", $"Package {package.Id}", "",
            .. package.Content.GroupBy(content => content.Unit.Sku).Select(line => $"{line.Count()} x {line.Key.Item.Sku}"),
        ]);
    }

    private static List<TikTokUnit> Units(TikTokOrder order, JsonObject body, TikTokCode whenShipped)
    {
        var ids = body.Texts("order_line_item_ids");
        var units = ids is not { Count: > 0 } ? [.. order.Unshipped] : ids.Distinct().Select(id => order.Units.Find(unit => unit.Id == id) ?? throw new TikTokRefusal(TikTokCode.NotOfUnit)).ToList();
        return units.Count > 0 && units.TrueForAll(unit => unit.Status == "AWAITING_SHIPMENT") ? units : throw new TikTokRefusal(whenShipped);
    }

    private static JsonObject Service(TikTokShop shop, TikTokLabelService service, bool? isDefault)
    {
        var json = new JsonObject
        {
            ["id"] = service.Id,
            ["name"] = service.Name,
            ["price"] = (service.Cents / 100m).ToString("F2", CultureInfo.InvariantCulture),
            ["currency"] = shop.Market.Currency,
            ["earliest_delivery_days"] = service.EarliestDays,
            ["latest_delivery_days"] = service.LatestDays,
            ["shipping_provider_id"] = service.ProviderId,
            ["shipping_provider_name"] = service.ProviderName,
        };
        if (isDefault is { } value)
        {
            json["is_default"] = value;
        }

        return json;
    }

    // All three measures or none; both come back as they were sent.
    private static void CopyParcel(JsonObject body, JsonObject answer)
    {
        if (body.Child("dimension") is { } dimension)
        {
            foreach (var name in (string[])["length", "width", "height", "unit"])
            {
                _ = dimension.Text(name) ?? throw new TikTokRefusal(TikTokCode.Missing("body", $"dimension.{name}"));
            }

            answer["dimension"] = dimension.DeepClone();
        }

        if (body.Child("weight") is { } weight)
        {
            _ = weight.Text("value") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "weight.value"));
            _ = weight.Text("unit") ?? throw new TikTokRefusal(TikTokCode.Missing("body", "weight.unit"));
            answer["weight"] = weight.DeepClone();
        }
    }
}

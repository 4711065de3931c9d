using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>Writing items and groups. A write replaces the whole item: what it leaves out is gone, without a word.</summary>
internal sealed partial class EbayItemWrites(EbayStore store)
{
    private const int LongestSku = 50;
    private const int MostInBulk = 25;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Whatever a client sells, the sandbox's tree has to have a place for it.
    private static readonly string[] SomeCategory = ["Office", "Paper"];

    /// <summary>PUT /inventory_item/{sku}.</summary>
    public SandboxReply Put(SandboxCall call)
    {
        if (Parse(call) is not { } body)
        {
            return EbayRefusal.Inventory(400, 25709, "Invalid value for the request body.");
        }

        return store.Write(s =>
        {
            var sku = call.Path["sku"];
            return Check(sku, body) is { } fault ? EbayRefusal.Of(400, fault)
                : Write(s, sku, body) ? SandboxReply.OfJson(201, new { warnings = Array.Empty<object>() })
                : SandboxReply.Empty(204);
        });
    }

    /// <summary>POST /bulk_create_or_replace_inventory_item: each item names its own locale.</summary>
    public SandboxReply BulkPut(SandboxCall call)
    {
        if (Parse(call)?["requests"] is not JsonArray { Count: > 0 } requests)
        {
            return EbayRefusal.Inventory(400, 25709, "Invalid value for requests.", "requests");
        }

        return requests.Count > MostInBulk ? EbayRefusal.Inventory(400, 25728, $"The number of InventoryItems in the request cannot exceed {MostInBulk}.") : store.Write(s =>
        {
            var answers = requests.OfType<JsonObject>().Select(request =>
            {
                var (sku, locale) = ((string?)request["sku"] ?? "", (string?)request["locale"]);
                var fault = Check(sku, request) ?? (locale is null || !Locale().IsMatch(locale) ? EbayRefusal.InventoryFault(25709, "Invalid value for locale.", "locale") : null);
                var content = (JsonObject)request.DeepClone();
                content.Remove("sku");
                content.Remove("locale");
                return new Answer(sku, fault is null ? locale! : s.Site.Locale, fault is not null ? 400 : Write(s, sku, content) ? 201 : 200, fault is null ? [] : [fault]);
            }).ToList();
            return SandboxReply.OfJson(answers.TrueForAll(answer => answer.StatusCode < 300) ? 200 : 207, new { responses = answers });
        });
    }

    /// <summary>DELETE /inventory_item/{sku}: ends its listing as well.</summary>
    public SandboxReply Delete(SandboxCall call) => store.Write(s =>
    {
        if (s.Item(call.Path["sku"]) is not { } listing)
        {
            return EbayRefusal.Of(400, EbayItemCalls.NoSku(call.Path["sku"]));
        }

        s.Shelf.Remove(listing);
        return SandboxReply.Empty(204);
    });

    /// <summary>PUT /inventory_item_group/{inventoryItemGroupKey}.</summary>
    public SandboxReply PutGroup(SandboxCall call)
    {
        if (Parse(call) is not { } body || body["variantSKUs"] is not JsonArray { Count: > 0 } skus)
        {
            return EbayRefusal.Inventory(400, 25709, "Invalid value for variantSKUs.", "variantSKUs");
        }

        return store.Write(s =>
        {
            var key = call.Path["inventoryItemGroupKey"];
            var members = skus.Select(sku => s.Item((string?)sku ?? "")).ToList();
            if (members.IndexOf(null) is >= 0 and var missing)
            {
                return EbayRefusal.Of(400, EbayItemCalls.NoSku((string?)skus[missing] ?? ""));
            }

            var isNew = s.Group(key) is null;
            s.Shelf.SetGroup(key, body, [.. members.OfType<EbayListing>()]);
            var names = (body["variesBy"]?["specifications"] as JsonArray ?? []).Select(specification => (string?)specification?["name"] ?? "").ToList();
            foreach (var member in members.OfType<EbayListing>())
            {
                Vary(member, names);
            }

            return isNew ? SandboxReply.OfJson(201, new { warnings = Array.Empty<object>() }) : SandboxReply.Empty(204);
        });
    }

    /// <summary>DELETE /inventory_item_group/{inventoryItemGroupKey}.</summary>
    public SandboxReply DeleteGroup(SandboxCall call) => store.Write(s =>
    {
        var key = call.Path["inventoryItemGroupKey"];
        if (s.Group(key) is null)
        {
            return EbayRefusal.Inventory(400, 25705, $"The Inventory Item Group named {key} could not be found or is not available in the system.");
        }

        s.Shelf.RemoveGroup(key);
        return SandboxReply.Empty(204);
    });

    /// <summary>A body as a JSON object, or null.</summary>
    public static JsonObject? Parse(SandboxCall call)
    {
        try
        {
            return JsonNode.Parse(call.Body, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static EbayFault? Check(string sku, JsonObject body) =>
        sku.Length is 0 or > LongestSku
            ? EbayRefusal.InventoryFault(25707, "This is an invalid value for a SKU. Only alphanumeric characters can be used for SKUs, and their length must not exceed 50 characters", "sku", sku)
        : QuantityOf(body) < 0 ? EbayRefusal.InventoryFault(25709, "Invalid value for shipToLocationAvailability.quantity.", "quantity")
        : null;

    private static bool Write(EbayStore s, string sku, JsonObject body)
    {
        var product = body["product"] as JsonObject;
        var aspects = (product?["aspects"] as JsonObject ?? []).Where(aspect => aspect.Value is JsonArray { Count: > 0 })
            .ToDictionary(aspect => aspect.Key, aspect => (string?)aspect.Value![0] ?? "");
        var known = s.Item(sku);
        var item = new SampleItem(
            sku,
            (string?)product?["title"] ?? sku,
            known?.Item.Variation ?? new Dictionary<string, string>(),
            known?.GroupKey,
            (string?)product?["brand"] ?? aspects.GetValueOrDefault("Brand", "Unbranded"),
            known?.Item.Category ?? SomeCategory,
            (int)(known?.PriceCents ?? 0),
            QuantityOf(body) ?? 0,
            (string?)(product?["ean"] as JsonArray)?.FirstOrDefault() ?? "",
            known?.Item.Hue ?? Math.Abs(sku.Sum(sign => sign * 7)) % 360);
        if (known is null)
        {
            var listing = new EbayListing(item, s.Site, s.Now) { InInventory = true };
            listing.Replace(item, body);
            s.Shelf.Add(listing);
            return true;
        }

        known.Replace(item, body);
        known.Set(item.Quantity, "update", s.Now);
        return false;
    }

    private static void Vary(EbayListing member, List<string> names)
    {
        if (member.Content is { } content)
        {
            var aspects = content["product"]?["aspects"] as JsonObject ?? [];
            var options = names.Where(name => aspects[name] is JsonArray { Count: > 0 }).ToDictionary(name => name, name => (string?)aspects[name]![0] ?? "");
            member.Replace(member.Item with { Variation = options, ParentSku = member.GroupKey }, content);
        }
    }

    private static int? QuantityOf(JsonObject body) =>
        body["availability"]?["shipToLocationAvailability"]?["quantity"] is JsonValue value && value.TryGetValue<int>(out var quantity) ? quantity : null;

    [GeneratedRegex("^[a-z]{2}_[A-Z]{2}$")]
    private static partial Regex Locale();

    private sealed record Answer(string Sku, string Locale, int StatusCode, IReadOnlyList<EbayFault> Errors);
}

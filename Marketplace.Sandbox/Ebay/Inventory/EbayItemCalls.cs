using System.Globalization;
using System.Text.Json;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>Inventory items and their groups.</summary>
internal sealed class EbayItemCalls(EbayStore store)
{
    private const string Root = "/sell/inventory/v1/inventory_item";
    private const int MostInBulk = 25;

    /// <summary>GET /inventory_item: the offset counts pages, and size says how many there are.</summary>
    public SandboxReply List(SandboxCall call)
    {
        if (Number(call, "limit", 25) is not (>= 1 and <= 200 and var limit) || Number(call, "offset", 0) is not { } page)
        {
            return EbayRefusal.Inventory(400, 25706, "You have provided invalid pagination values. limit must be from 1 to 200, offset 0 or more.", "limit", call.QueryValue("limit"));
        }

        return store.Read(s =>
        {
            var total = s.Items.Count;
            var pages = (total + limit - 1) / limit;
            return SandboxReply.OfJson(200, new
            {
                href = Link(call, limit, page),
                next = page + 1 < pages ? Link(call, limit, page + 1) : null,
                prev = page > 0 ? Link(call, limit, page - 1) : null,
                limit,
                size = pages,
                total,
                inventoryItems = s.Items.Skip(page * limit).Take(limit).Select(listing => EbayItemJson.Item(listing, call, s.Visible)).ToList(),
            });
        });
    }

    /// <summary>GET /inventory_item/{sku}.</summary>
    public SandboxReply Get(SandboxCall call) => store.Read(s => s.Item(call.Path["sku"]) is { } listing
        ? SandboxReply.OfJson(200, EbayItemJson.Item(listing, call, s.Visible))
        : SandboxReply.OfJson(404, new { errors = new[] { NoSku(call.Path["sku"]) } }));

    /// <summary>GET /inventory_item_group/{inventoryItemGroupKey}.</summary>
    public SandboxReply Group(SandboxCall call) => store.Read(s => s.Group(call.Path["inventoryItemGroupKey"]) is { } group
        ? SandboxReply.OfJson(200, EbayItemJson.Group(call.Path["inventoryItemGroupKey"], group, s.Shelf.GroupContent(call.Path["inventoryItemGroupKey"]), call))
        : EbayRefusal.Inventory(404, 25705, $"The Inventory Item Group named {call.Path["inventoryItemGroupKey"]} could not be found or is not available in the system."));

    /// <summary>POST /bulk_get_inventory_item.</summary>
    public SandboxReply BulkGet(SandboxCall call)
    {
        var skus = ReadSkus(call);
        if (skus is null || skus.Contains(null))
        {
            return EbayRefusal.Inventory(400, 25709, "Invalid request. Invalid value for field requests.", "requests");
        }

        if (skus.Count > MostInBulk)
        {
            return EbayRefusal.Inventory(400, 25727, $"The number of InventoryItems in the request cannot exceed {MostInBulk}.");
        }

        if (skus.Distinct().Count() < skus.Count)
        {
            return EbayRefusal.Inventory(400, 25734, "SKU should be unique in the request.");
        }

        return store.Read(s =>
        {
            var answers = skus.Select(sku => s.Item(sku!) is { } listing
                ? new BulkAnswer(sku!, 200, EbayItemJson.Item(listing, call, s.Visible, isBulk: true), [])
                : new BulkAnswer(sku!, 404, null, [NoSku(sku!)])).ToList();
            return SandboxReply.OfJson(answers.TrueForAll(answer => answer.StatusCode == 200) ? 200 : 207, new { responses = answers });
        });
    }

    /// <summary>A SKU that the store does not have.</summary>
    public static EbayFault NoSku(string sku) => EbayRefusal.InventoryFault(25702, $"{sku} could not be found or is not available in the system.", "sku", sku);

    private static List<string?>? ReadSkus(SandboxCall call)
    {
        try
        {
            using var body = JsonDocument.Parse(call.Body);
            return [.. body.RootElement.GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("sku").GetString())];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static int? Number(SandboxCall call, string name, int otherwise) =>
        call.QueryValue(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static string Link(SandboxCall call, int limit, int page) => EbayWire.Link(call, $"{Root}?limit={limit}&offset={page}");

    private sealed record BulkAnswer(string Sku, int StatusCode, object? InventoryItem, IReadOnlyList<EbayFault> Errors);
}

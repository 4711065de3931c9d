using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>Places that a seller sends from.</summary>
internal sealed class EbayLocationCalls(EbayStore store)
{
    /// <summary>Key of the place that each store starts with.</summary>
    public const string FirstKey = "portland";

    /// <summary>GET /location.</summary>
    public SandboxReply List(SandboxCall call) => store.Read(s => SandboxReply.OfJson(200, new
    {
        href = EbayWire.Link(call, "/sell/inventory/v1/location?limit=100&offset=0"),
        limit = 100,
        offset = 0,
        total = s.Locations.Count,
        locations = s.Locations.Select(location => Json(location.Key, location.Value)).ToList(),
    }));

    /// <summary>GET /location/{merchantLocationKey}.</summary>
    public SandboxReply Get(SandboxCall call) => store.Read(s => s.Locations.TryGetValue(Key(call), out var location)
        ? SandboxReply.OfJson(200, Json(Key(call), location))
        : EbayRefusal.Inventory(404, 25804, "Input error. The location was not found."));

    /// <summary>POST /location/{merchantLocationKey}.</summary>
    public SandboxReply Create(SandboxCall call) => EbayItemWrites.Parse(call) is not { } body || body["location"] is not JsonObject
        ? EbayRefusal.Inventory(400, 25801, "Missing field location.", "location")
        : store.Write(s => s.Locations.TryAdd(Key(call), body) ? SandboxReply.Empty(204) : EbayRefusal.Inventory(400, 25803, "merchantLocationKey already exists.", "merchantLocationKey", Key(call)));

    /// <summary>The place that each store starts with.</summary>
    public static JsonObject First(EbaySite site) => new()
    {
        ["name"] = "Workshop",
        ["phone"] = "555-0100",
        ["locationTypes"] = new JsonArray("WAREHOUSE"),
        ["location"] = new JsonObject { ["address"] = new JsonObject { ["addressLine1"] = "1 Example St", ["city"] = "Portland", ["postalCode"] = "97201", ["country"] = site.Country } },
    };

    private static JsonObject Json(string key, JsonObject stored)
    {
        var location = (JsonObject)stored.DeepClone();
        location["merchantLocationKey"] = key;
        location["merchantLocationStatus"] ??= "ENABLED";
        location["phone"] ??= "";
        return location;
    }

    private static string Key(SandboxCall call) => call.Path["merchantLocationKey"];
}

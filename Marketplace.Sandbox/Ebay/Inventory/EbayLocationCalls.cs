using System.Security.Cryptography;
using System.Text;
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
        : NotFound);

    /// <summary>POST /location/{merchantLocationKey}.</summary>
    public SandboxReply Create(SandboxCall call) => EbayItemWrites.Parse(call) is not { } body || body["location"]?["address"]?["country"] is null
        ? EbayRefusal.Inventory(400, 25801, "Missing field location.address.country.", "location.address.country")
        : store.Write(s => s.Locations.TryAdd(Key(call), body) ? SandboxReply.Empty(204) : EbayRefusal.Inventory(400, 25803, "merchantLocationKey already exists.", "merchantLocationKey", Key(call)));

    /// <summary>POST /location/{merchantLocationKey}/update_location_details: what is named is replaced, the address stays.</summary>
    public SandboxReply Update(SandboxCall call) => EbayItemWrites.Parse(call) is not { } body
        ? EbayRefusal.Inventory(400, 25801, "Missing field location.", "location")
        : On(call, location =>
        {
            foreach (var (name, value) in body.Where(member => member.Key != "location"))
            {
                location[name] = value?.DeepClone();
            }

            return SandboxReply.Empty(204);
        });

    /// <summary>POST /location/{merchantLocationKey}/enable and /disable.</summary>
    public SandboxReply Switch(SandboxCall call, string status) => On(call, location =>
    {
        location["merchantLocationStatus"] = status;
        return SandboxReply.OfJson(200, new { });
    });

    /// <summary>DELETE /location/{merchantLocationKey}.</summary>
    public SandboxReply Delete(SandboxCall call) => store.Write(s => s.Locations.Remove(Key(call)) ? SandboxReply.Empty(204) : NotFound);

    /// <summary>The place that each store starts with.</summary>
    public static JsonObject First(EbaySite site) => new()
    {
        ["name"] = "Workshop",
        ["phone"] = "555-0100",
        ["locationTypes"] = new JsonArray("WAREHOUSE"),
        ["location"] = new JsonObject { ["address"] = new JsonObject { ["addressLine1"] = "1 Example St", ["city"] = "Portland", ["postalCode"] = "97201", ["country"] = site.Country } },
    };

    private SandboxReply On(SandboxCall call, Func<JsonObject, SandboxReply> act) =>
        store.Write(s => s.Locations.TryGetValue(Key(call), out var location) ? act(location) : NotFound);

    private static SandboxReply NotFound => EbayRefusal.Inventory(404, 25805, "merchantLocationKey Not Found.", "merchantLocationKey");

    private static JsonObject Json(string key, JsonObject stored)
    {
        var location = (JsonObject)stored.DeepClone();
        location["merchantLocationKey"] = key;
        location["merchantLocationStatus"] ??= "ENABLED";
        location["phone"] ??= "";
        if (location["location"] is JsonObject place)
        {
            // The number is eBay's own; a key has the same one for good.
            place["locationId"] ??= Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
            if (place["address"] is JsonObject address)
            {
                address["stateOrProvince"] ??= "";
            }
        }

        return location;
    }

    private static string Key(SandboxCall call) => call.Path["merchantLocationKey"];
}

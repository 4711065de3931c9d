using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Amazon;

/// <summary>putListingsItem and deleteListingsItem of the Listings Items API 2021-08-01.</summary>
internal static class AmazonListingWrites
{
    private const int LongestSku = 40;
    private static readonly HashSet<string> DataSets = ["identifiers", "issues"];
    private static readonly HashSet<string> Requirements = ["LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY"];

    // Whatever a client sells, the sandbox's goods have to have a place for it.
    private static readonly string[] SomeCategory = ["Home", "Product"];

    /// <summary>putListingsItem: makes a listing, or replaces its attributes.</summary>
    public static SandboxReply Put(AmazonCall request)
    {
        AmazonListingsApi.CheckPath(request);
        var call = request.Call;
        _ = call.List("includedData", DataSets);
        var preview = call.Word("mode", "", "", "VALIDATION_PREVIEW").Length > 0;
        var body = AmazonBody.Object(call);
        if (AmazonBody.Text(body, "productType") is not { Length: > 0 } || body["attributes"] is not JsonObject attributes
            || (body["requirements"] is not null && !Requirements.Contains(AmazonBody.Text(body, "requirements") ?? "")))
        {
            throw AmazonReplies.BadRequest("Invalid input", "'productType' and 'attributes' are required, and 'requirements' is one of " + string.Join(", ", Requirements) + ".");
        }

        if (call.Path["sku"].Length > LongestSku)
        {
            throw AmazonReplies.BadRequest("Invalid input", $"'sku' is longer than {LongestSku} characters.");
        }

        var store = request.Store;
        lock (store.Gate)
        {
            var now = store.Settle();
            var known = store.Listing(call.Path["sku"]);
            var listing = known ?? Make(call.Path["sku"], attributes, store, now);
            JsonArray patches = [.. attributes.Select(attribute => new JsonObject { ["op"] = "replace", ["path"] = $"/attributes/{attribute.Key}", ["value"] = attribute.Value?.DeepClone() })];
            var (effects, issues) = AmazonPatches.Plan(listing, patches, store);
            var submission = Guid.NewGuid().ToString("N");
            if (issues.Count == 0 && !preview)
            {
                store.Delay(() =>
                {
                    if (known is null)
                    {
                        store.Add(listing);
                    }

                    effects.ForEach(effect => effect(store.Now(), $"put {submission}"));
                });
            }

            return Answer(listing.Sku, issues.Count > 0 ? "INVALID" : preview ? "VALID" : "ACCEPTED", submission, issues);
        }
    }

    /// <summary>deleteListingsItem.</summary>
    public static SandboxReply Delete(AmazonCall request)
    {
        AmazonListingsApi.CheckPath(request);
        var store = request.Store;
        lock (store.Gate)
        {
            store.Settle();
            var sku = request.Call.Path["sku"];
            var listing = store.Listing(sku) ?? throw AmazonReplies.BadRequest($"SKU '{sku}' not found in marketplace {store.Region.MarketplaceId}");
            store.Delay(() => store.Remove(listing));
            return Answer(sku, "ACCEPTED", Guid.NewGuid().ToString("N"), []);
        }
    }

    private static SandboxReply Answer(string sku, string status, string submissionId, List<AmazonIssue> issues) =>
        SandboxReply.OfJson(200, new { sku, status, submissionId, issues = issues.Select(issue => issue.ToWire()).ToArray() });

    private static AmazonListing Make(string sku, JsonObject attributes, AmazonStore store, DateTimeOffset now) => new()
    {
        Item = new SampleItem(sku, Words(attributes, "item_name") ?? sku, new Dictionary<string, string>(), null, Words(attributes, "brand") ?? "Unbranded", SomeCategory, 0, 0, "", Math.Abs(sku.Sum(sign => sign * 7)) % 360),
        Sku = sku,
        Asin = Words(attributes, "merchant_suggested_asin") ?? store.NextAsin(),
        CreatedAt = now,
        UpdatedAt = now,
    };

    private static string? Words(JsonObject attributes, string name) => attributes[name] is JsonArray { Count: > 0 } values ? AmazonBody.Text(values[0], "value") : null;
}

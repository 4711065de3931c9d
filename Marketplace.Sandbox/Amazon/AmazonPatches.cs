using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>patchListingsItem: an answer of 200 says nothing, its status does, and an accepted patch takes effect later.</summary>
internal static class AmazonPatches
{
    private static readonly HashSet<string> Operations = ["add", "replace", "merge", "delete"];
    private static readonly HashSet<string> DataSets = ["identifiers", "issues"];

    /// <summary>Answers the operation.</summary>
    public static SandboxReply Patch(AmazonCall request)
    {
        AmazonListingsApi.CheckPath(request);
        var call = request.Call;
        var included = call.List("includedData", DataSets);
        var preview = call.Word("mode", "", "", "VALIDATION_PREVIEW").Length > 0;
        var body = AmazonBody.Object(call);
        if (AmazonBody.Text(body, "productType") is not { Length: > 0 } || body["patches"] is not JsonArray { Count: > 0 } patches)
        {
            throw AmazonReplies.BadRequest("Invalid input", "'productType' and 'patches' are required.");
        }

        var store = request.Store;
        lock (store.Gate)
        {
            store.Settle();
            var sku = call.Path["sku"];
            var listing = store.Listing(sku) ?? throw AmazonReplies.BadRequest($"SKU '{sku}' not found in marketplace {store.Region.MarketplaceId}");
            var (effects, issues) = Plan(listing, patches, store);
            if (call.Fault == FaultKind.Partial)
            {
                issues.Add(new AmazonIssue("90057", "The submission could not be processed at this time.", "fulfillment_availability"));
            }

            var submission = Guid.NewGuid().ToString("N");
            if (issues.Count == 0 && !preview && call.Fault != FaultKind.Ignored)
            {
                store.Delay(() => effects.ForEach(effect => effect(store.Now(), $"patch {submission}")));
            }

            return SandboxReply.OfJson(200, new
            {
                sku = listing.Sku,
                status = issues.Count > 0 ? "INVALID" : preview ? "VALID" : "ACCEPTED",
                submissionId = submission,
                issues = issues.Select(i => i.ToWire()).ToArray(),
                identifiers = included.Contains("identifiers") ? new[] { new { marketplaceId = store.Region.MarketplaceId, asin = listing.Asin } } : null,
            });
        }
    }

    /// <summary>What patches would do, and what is wrong with them. Hold the store's lock.</summary>
    /// <exception cref="AmazonRefusal">The patches are not even well formed.</exception>
    public static (List<Action<DateTimeOffset, string>> Effects, List<AmazonIssue> Issues) Plan(AmazonListing listing, JsonArray patches, AmazonStore store)
    {
        var effects = new List<Action<DateTimeOffset, string>>();
        var issues = new List<AmazonIssue>();
        foreach (var patch in patches)
        {
            if (AmazonBody.Text(patch, "op") is not { } op || !Operations.Contains(op) || AmazonBody.Text(patch, "path") is not { } path)
            {
                throw AmazonReplies.BadRequest("Invalid input", "Each patch needs 'op' (add, replace, merge, delete) and 'path'.");
            }

            if (patch!["value"] is not JsonArray value || value.Any(v => v is not JsonObject))
            {
                if (op == "delete" && patch["value"] is null)
                {
                    value = [];
                }
                else
                {
                    throw AmazonReplies.BadRequest("Invalid input", "Patch array item must be an object with array value");
                }
            }

            var name = path.StartsWith("/attributes/", StringComparison.Ordinal) ? path["/attributes/".Length..] : path;
            if (!AmazonListingJson.IsAttribute(name))
            {
                issues.Add(new AmazonIssue("90000900", "The attributes are invalid.", name));
            }
            else if (name == "purchasable_offer" && op != "delete" && PriceOf(value) is null)
            {
                issues.Add(new AmazonIssue("90220", "'our_price' does not have enough values. The required minimum is '1' value(s).", name));
            }
            else if (name == "fulfillment_availability")
            {
                AmazonAvailabilityPatch.Plan(listing, op, value, store.Region, effects, issues);
            }
            else
            {
                effects.Add((at, _) => Store(listing, name, op, value, at));
            }
        }

        return (effects, issues);
    }

    /// <summary>The price of a <c>purchasable_offer</c>; null where it has none, or one that no currency could hold.</summary>
    private static decimal? PriceOf(JsonArray offers)
    {
        var price = First(First(offers.FirstOrDefault(), "our_price"), "schedule") is JsonObject schedule ? schedule["value_with_tax"] : null;
        return price is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var amount) && amount is >= 0 and < 10_000_000 ? amount : null;
    }

    private static JsonNode? First(JsonNode? node, string name) => node is JsonObject owner && owner[name] is JsonArray { Count: > 0 } list ? list[0] : null;

    private static void Store(AmazonListing listing, string name, string op, JsonArray value, DateTimeOffset at)
    {
        listing.Patched ??= [];
        if (op == "delete")
        {
            listing.Patched.Remove(name);
        }
        else
        {
            listing.Patched[name] = (JsonArray)value.DeepClone();
        }

        if (name == "purchasable_offer" && op != "delete" && PriceOf(value) is { } amount)
        {
            listing.PriceMinor = (int)Math.Round(amount * 100, MidpointRounding.AwayFromZero);
        }

        listing.UpdatedAt = at;
    }
}

/// <summary>Something that is wrong with a submission.</summary>
/// <param name="Code">Amazon's code.</param>
/// <param name="Message">In words.</param>
/// <param name="Attribute">Which attribute.</param>
internal sealed record AmazonIssue(string Code, string Message, string Attribute)
{
    /// <summary>As the API writes it.</summary>
    public object ToWire() => new { code = Code, message = Message, severity = "ERROR", attributeNames = new[] { Attribute }, categories = new[] { "INVALID_ATTRIBUTE" } };
}

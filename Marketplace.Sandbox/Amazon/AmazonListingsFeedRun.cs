using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Works through a listings feed, message by message, and writes the report.</summary>
internal static class AmazonListingsFeedRun
{
    private const int MostMessages = 25_000;

    /// <summary>Carries the feed out and returns the report. Hold the store's lock.</summary>
    public static byte[] Run(AmazonStore store, string feedId, byte[] content, FaultKind? fault, DateTimeOffset at)
    {
        var issues = new List<object>();
        var messages = Read(store, content, issues);
        var (accepted, invalid) = (0, 0);
        var known = new HashSet<int>();
        foreach (var message in messages)
        {
            var number = AmazonBody.Number(message, "messageId") ?? 0;
            var problems = number < 1 || !known.Add(number)
                ? [new AmazonIssue("4000002", "'messageId' must be a unique number of 1 or more.", "messageId")]
                : fault == FaultKind.Partial && number % 2 == 0
                    ? [new AmazonIssue("90057", "The submission could not be processed at this time.", "fulfillment_availability")]
                    : Carry(store, message, feedId, fault == FaultKind.Ignored, at);
            issues.AddRange(problems.Select(p => new { messageId = Math.Max(1, number), sku = AmazonBody.Text(message, "sku"), code = p.Code, severity = "ERROR", message = p.Message, attributeName = p.Attribute }));
            _ = problems.Count == 0 ? accepted++ : invalid++;
        }

        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            header = new { sellerId = store.SellerId, version = "2.0", feedId },
            issues,
            summary = new { errors = issues.Count, warnings = 0, messagesProcessed = accepted + invalid, messagesAccepted = accepted, messagesInvalid = invalid },
        });
    }

    private static List<JsonNode?> Read(AmazonStore store, byte[] content, List<object> issues)
    {
        void Whole(string code, string text) => issues.Add(new { code, severity = "ERROR", message = text });
        try
        {
            var feed = JsonNode.Parse(content);
            if (AmazonBody.Text(feed?["header"], "sellerId") != store.SellerId || AmazonBody.Text(feed?["header"], "version") != "2.0")
            {
                Whole("4002005", "Attribute 'Merchant' is required, but not present.");
                return [];
            }

            if (feed!["messages"] is JsonArray { Count: > 0 and <= MostMessages } messages)
            {
                return [.. messages];
            }

            Whole("4000001", $"'messages' must hold 1 to {MostMessages} messages.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Whole("4000003", "The feed is not well-formed JSON.");
        }

        return [];
    }

    private static List<AmazonIssue> Carry(AmazonStore store, JsonNode? message, string feedId, bool dropped, DateTimeOffset at)
    {
        if (AmazonBody.Text(message, "sku") is not { Length: > 0 } sku || store.Listing(sku) is not { } listing)
        {
            return [new AmazonIssue("8541", "The SKU does not exist in the seller's catalogue.", "sku")];
        }

        try
        {
            var patches = AmazonBody.Text(message, "operationType") switch
            {
                "PATCH" when AmazonBody.Text(message, "productType") is not null && message!["patches"] is JsonArray given => given,
                "UPDATE" or "PARTIAL_UPDATE" when AmazonBody.Text(message, "productType") is not null && message!["attributes"] is JsonObject attributes => AsPatches(attributes),
                "DELETE" => AsPatches(new JsonObject { ["fulfillment_availability"] = new JsonArray(new JsonObject { ["fulfillment_channel_code"] = "DEFAULT", ["quantity"] = 0 }) }),
                _ => null,
            };
            if (patches is null)
            {
                return [new AmazonIssue("4000004", "The message does not fit its operation type.", "operationType")];
            }

            var (effects, issues) = AmazonPatches.Plan(listing, patches, store);
            if (issues.Count == 0 && !dropped)
            {
                effects.ForEach(effect => effect(at, $"feed {feedId}"));
            }

            return issues;
        }
        catch (AmazonRefusal)
        {
            return [new AmazonIssue("4000005", "The patches are not well formed.", "patches")];
        }
    }

    private static JsonArray AsPatches(JsonObject attributes) =>
        [.. attributes.Select(a => new JsonObject { ["op"] = "replace", ["path"] = $"/attributes/{a.Key}", ["value"] = a.Value?.DeepClone() })];
}

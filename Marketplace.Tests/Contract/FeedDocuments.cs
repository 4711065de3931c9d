using System.Text.Json.Nodes;
using NJsonSchema;

namespace Marketplace.Tests.Contract;

/// <summary>
/// Documents of Amazon's feeds, which lie outside the API and have schemas of their own: listings in JSON, and the report on them. Feeds
/// on orders are XML and tables, which Amazon describes in schema files that are not among the documents.
/// </summary>
internal static class FeedDocuments
{
    private static readonly Lazy<Task<JsonSchema>> Feed = new(() => ReadAsync("listings-feed-schema-v2.json"));
    private static readonly Lazy<Task<JsonSchema>> Report = new(() => ReadAsync("listings-feed-processing-report-schema-v2.json"));

    /// <summary>Departures of a document that was written or read; none for documents without a schema.</summary>
    public static async Task<IEnumerable<ContractViolation>> OfAsync(Exchange exchange)
    {
        var (schema, text, side) = exchange.Method == "PUT" ? (Feed, exchange.Body, Side.Request) : (Report, exchange.Answer, Side.Answer);
        return exchange.Status < 300 && IsOfListings(text)
            ? JsonContract.Compare(text, await schema.Value).Select(found => new ContractViolation("amazon", exchange.Plan?.Name ?? "document", side, found.Path, found.Message))
            : [];
    }

    private static bool IsOfListings(string text) => text.StartsWith('{') && text.Contains("\"header\"", StringComparison.Ordinal);

    private static async Task<JsonSchema> ReadAsync(string file)
    {
        var root = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ContractLibrary.Folder, "amazon", "schemas", "feeds", file)))!;
        Translate(root);
        return await JsonSchema.FromJsonAsync(root.ToJsonString());
    }

    /// <summary>The reader knows neither constants nor members that are forbidden outright; both can be said in words that it knows.</summary>
    private static void Translate(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                if (members.Remove("const", out var only))
                {
                    members["enum"] = new JsonArray(only!.DeepClone());
                }

                foreach (var (name, value) in members.ToList())
                {
                    if (name == "properties" && value is JsonObject properties)
                    {
                        foreach (var forbidden in properties.Where(p => p.Value is JsonValue v && v.TryGetValue(out bool allowed) && !allowed).Select(p => p.Key).ToList())
                        {
                            properties[forbidden] = new JsonObject { ["not"] = new JsonObject() };
                        }
                    }

                    Translate(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Translate(item);
                }

                break;
        }
    }
}

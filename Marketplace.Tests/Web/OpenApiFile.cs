using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Web;

/// <summary>An operation of our own OpenAPI document.</summary>
/// <param name="Method">Upper-case method.</param>
/// <param name="Path">Path with its parameters in braces.</param>
/// <param name="Node">The operation.</param>
internal sealed record ApiOperation(string Method, string Path, JsonObject Node)
{
    /// <summary>Parameters of the path or of the query.</summary>
    public IEnumerable<JsonObject> Parameters(string place) => (Node["parameters"]?.AsArray() ?? []).Select(p => p!.AsObject()).Where(p => (string?)p["in"] == place);

    /// <summary>The example of the JSON body; null where it takes none.</summary>
    public JsonNode? Body => Node["requestBody"]?["content"]?["application/json"]?["example"];

    /// <inheritdoc />
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>Our own OpenAPI document, from which tests are made.</summary>
internal static class OpenApiFile
{
    /// <summary>Reads the document.</summary>
    public static async Task<JsonObject> ReadAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;

    /// <summary>All operations of the document.</summary>
    public static IReadOnlyList<ApiOperation> Operations(JsonObject document) =>
        [.. from path in document["paths"]!.AsObject() from operation in path.Value!.AsObject() select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NSwag;

namespace Marketplace.Tests.Contract;

/// <summary>All operations of the marketplaces' official documents. The documents are not ours to publish, so they lie beside the repository.</summary>
public sealed partial class ContractLibrary
{
    private static readonly Lazy<ContractLibrary?> Shared = new(Load);
    private static readonly string[] Verbs = ["get", "put", "post", "patch", "delete"];
    private readonly ILookup<string, ContractOperation> byMethod;

    private ContractLibrary(IReadOnlyList<ContractOperation> operations)
    {
        Operations = operations;
        byMethod = operations.ToLookup(operation => operation.Method);
    }

    /// <summary>The library; null on a machine without the documents.</summary>
    public static ContractLibrary? Instance => Shared.Value;

    /// <summary>Folder that is looked in: <c>shared/contracts</c> beside the repository.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "contracts"));

    /// <summary>All operations; of several documents that have the same one, the first counts.</summary>
    public IReadOnlyList<ContractOperation> Operations { get; }

    /// <summary>The operation behind a call; null when no document has it on that host.</summary>
    public ContractOperation? Find(string method, string host, string rawPath)
    {
        var production = Production(host);
        var path = rawPath.Trim('/').Split('/');
        return byMethod[method]
            .Where(operation => operation.Host == production)
            .Select(operation => (operation, literals: operation.Fits(path)))
            .Where(candidate => candidate.literals is not null)
            .OrderByDescending(candidate => candidate.literals)
            .Select(candidate => candidate.operation)
            .FirstOrDefault();
    }

    /// <summary>Host of the documents for a host that is called: regions and the vendors' own sandboxes share one document.</summary>
    private static string Production(string host) => AmazonRegion().Replace(host.Replace("sandbox.", "", StringComparison.Ordinal), "sellingpartnerapi-na.amazon.com");

    private static ContractLibrary? Load()
    {
        if (!Directory.Exists(Folder))
        {
            return null;
        }

        // The compiled TikTok document comes first: unlike the official parts it names the common parameters of each call.
        var files = Directory.GetFiles(Path.Combine(Folder, "ebay"), "*_oas3.json").Select(file => ("ebay", file))
            .Concat(Directory.GetFiles(Path.Combine(Folder, "amazon"), "*.json").Select(file => ("amazon", file)))
            .Append(("tiktok", Path.Combine(Folder, "tiktok", "tiktok-shop-202309.json")))
            .Concat(Directory.GetFiles(Path.Combine(Folder, "tiktok", "official-oas", "paths"), "*.json").Select(file => ("tiktok", file)));
        return new ContractLibrary([.. files.SelectMany(entry => Read(entry.Item1, entry.Item2))]);
    }

    private static IEnumerable<ContractOperation> Read(string marketplace, string file)
    {
        var text = File.ReadAllText(file);
        var root = JsonDocument.Parse(text).RootElement;
        var document = new Lazy<Task<OpenApiDocument>>(() => OpenApiDocument.FromJsonAsync(Mended(text)));
        var errors = new Lazy<IReadOnlySet<string>>(() => ErrorId().Matches(text).Select(match => match.Groups[1].Value).ToHashSet());
        foreach (var path in root.GetProperty("paths").EnumerateObject())
        {
            foreach (var verb in path.Value.EnumerateObject().Where(member => Verbs.Contains(member.Name)))
            {
                var (host, basePath) = Server(verb.Value) ?? Server(path.Value) ?? Server(root) ?? (root.GetProperty("host").GetString()!, "");
                yield return new ContractOperation(
                    marketplace,
                    verb.Value.TryGetProperty("operationId", out var id) ? id.GetString()! : $"{verb.Name.ToUpperInvariant()} {path.Name}",
                    verb.Name.ToUpperInvariant(),
                    host,
                    (basePath + path.Name).Trim('/').Split('/'),
                    verb.Value,
                    errors,
                    new Lazy<Task<OpenApiOperation>>(async () => (await document.Value).Paths[path.Name][verb.Name]));
            }
        }
    }

    /// <summary>eBay's documents call their lists of text values objects, which no value could be, and one puts a description among the properties.</summary>
    private static string Mended(string text)
    {
        var root = JsonNode.Parse(text)!;
        foreach (var schema in root["components"]?["schemas"]?.AsObject().Select(pair => pair.Value!.AsObject()) ?? [])
        {
            if (schema.ContainsKey("enum") && schema["type"]?.GetValue<string>() == "object")
            {
                schema["type"] = "string";
            }

            var properties = schema["properties"] as JsonObject ?? [];
            foreach (var stray in properties.Where(property => property.Value is not JsonObject).Select(property => property.Key).ToList())
            {
                properties.Remove(stray);
            }
        }

        return root.ToJsonString();
    }

    /// <summary>Host and base path of the first server that a document, a path or an operation names.</summary>
    private static (string Host, string BasePath)? Server(JsonElement owner)
    {
        if (!owner.TryGetProperty("servers", out var servers) || servers.GetArrayLength() == 0)
        {
            return null;
        }

        var url = servers[0].GetProperty("url").GetString()!;
        if (servers[0].TryGetProperty("variables", out var variables))
        {
            foreach (var variable in variables.EnumerateObject())
            {
                url = url.Replace($"{{{variable.Name}}}", variable.Value.GetProperty("default").GetString(), StringComparison.Ordinal);
            }
        }

        var address = new Uri(url);
        return (address.Host, address.AbsolutePath.TrimEnd('/'));
    }

    // A key of digits with an object below it; statuses have three digits, error ids more.
    [GeneratedRegex("""
        "(\d{4,6})"\s*:\s*\{
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ErrorId();

    [GeneratedRegex(@"^sellingpartnerapi-(na|eu|fe)\.amazon\.com$")]
    private static partial Regex AmazonRegion();
}

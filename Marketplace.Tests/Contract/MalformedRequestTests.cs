using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Contract;

/// <summary>
/// Every request of a store's day, spoiled in every way we know: the sandbox refuses what its marketplace's document forbids, in the
/// marketplace's own words, and breaks over nothing.
/// </summary>
public sealed class MalformedRequestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task Request_WithOneThingWrong_IsRefusedAsTheMarketplaceDoes(string marketplace)
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, $"The official documents are not at {ContractLibrary.Folder}.");
        var findings = new SortedSet<string>(StringComparer.Ordinal);
        await Journey.AndThenAsync(marketplace, async sandbox =>
        {
            using var sender = new RawSender(sandbox);
            var samples = sandbox.Traffic.Samples;
            List<Exchange> sound = [.. samples.Values, .. FurtherRequests.Of(marketplace, samples)];
            foreach (var wrong in sound.SelectMany(Malformation.Of))
            {
                var answered = await sender.SendAsync(wrong.Request, Cancel);
                var name = $"{answered.Method} {answered.Url.AbsolutePath}";
                if (answered.Status >= 500)
                {
                    findings.Add($"{name}: {wrong.What} is answered with {answered.Status}");
                }
                else if (IsGranted(answered) && await ForbiddenAsync(answered) is { } why)
                {
                    findings.Add($"{name}: {wrong.What} is granted, though {why}");
                }
            }
        });

        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
    }

    /// <summary>Whether an answer says yes to everything that was asked.</summary>
    private static bool IsGranted(Exchange answered) => answered.Status < 300 && answered.Status != 207 && (answered.Answer.Length == 0
        || JsonSerializer.Deserialize<JsonElement>(answered.Answer) is var body
            && !(body.TryGetProperty("code", out var code) && code.GetInt64() != 0)
            && !(body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("errors", out _))
            && !(body.TryGetProperty("status", out var status) && status.ValueEquals("INVALID")));

    /// <summary>
    /// Why the document forbids a request; null where it does not. What a document does not know is passed over by the marketplaces,
    /// and a parameter without a value or a member that is null counts as left out.
    /// </summary>
    private static async Task<string?> ForbiddenAsync(Exchange request)
    {
        var operation = ContractLibrary.Instance!.Find(request.Method, request.Url.Host, request.Url.AbsolutePath);
        return operation is null ? null : (await ContractCheck.OfAsync(operation, request with { Url = WithoutBlanks(request.Url), Body = WithoutNulls(request.Body) }))
            .Where(violation => violation is { Side: Side.Request } && !violation.Message.Contains("not in the document", StringComparison.Ordinal))
            .Select(violation => $"{violation.Path} {violation.Message}").FirstOrDefault();
    }

    private static Uri WithoutBlanks(Uri url) =>
        new UriBuilder(url) { Query = string.Join('&', url.Query.TrimStart('?').Split('&').Where(pair => !pair.EndsWith('='))) }.Uri;

    private static string WithoutNulls(string body)
    {
        try
        {
            var root = JsonNode.Parse(body);
            Drop(root);
            return root?.ToJsonString() ?? body;
        }
        catch (JsonException)
        {
            return body;
        }

        static void Drop(JsonNode? node)
        {
            foreach (var child in node as JsonArray ?? [])
            {
                Drop(child);
            }

            if (node is JsonObject members)
            {
                foreach (var (name, value) in members.ToList())
                {
                    if (value is null)
                    {
                        members.Remove(name);
                    }

                    Drop(value);
                }
            }
        }
    }
}

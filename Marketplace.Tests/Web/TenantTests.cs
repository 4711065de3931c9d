using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Web;

/// <summary>
/// Every operation of the API is tried by one seller with the ids of another seller's rows of every kind, in the address, in the query and in the body. The
/// operations come from our own document and the rows from the model, so that neither can be forgotten.
/// </summary>
public sealed class TenantTests
{
    [Fact]
    public async Task EveryOperation_WithAnotherSellersIds_IsNotFoundOrEmpty()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Api:RequestsPerMinute"] = "1000000", ["Api:RequestsPerMinutePerAddress"] = "1000000" });
        using var owner = await app.SignInAsync();
        await ConnectFlow.ConnectAsync(app, owner, "tiktok");
        app.Marketplace("tiktok").CreateOrders(2, null, 1);
        await owner.PostAsync("/api/v1/platforms/sync/orders", null);
        await Eventually.TrueAsync(async () => (await owner.GetStringAsync("/api/v1/platforms/orders/pending")).Contains("externalId", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => !(await owner.GetStringAsync("/api/v1/platforms/sync/status")).Contains("\"Running\"", StringComparison.Ordinal));
        var seller = await app.SellerIdAsync();
        var ids = await OthersRows.MakeAsync(app, seller);
        Assert.True(ids.Count > 25, $"Only {ids.Count} kinds of rows could be made: {string.Join(", ", ids.Keys)}");
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");
        var before = await OthersRows.CountAsync(app, seller);

        var failures = new ConcurrentBag<string>();
        var operations = OpenApiFile.Operations(await OpenApiFile.ReadAsync(stranger)).Where(o => o.Path.Contains("/platforms/", StringComparison.Ordinal)).ToList();
        await Parallel.ForEachAsync(operations, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (operation, cancellationToken) =>
        {
            foreach (var (kind, id) in Tries(operation, ids))
            {
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Address(operation, id));
                request.Content = operation.Body is null ? null : new StringContent(With(operation.Body, id).ToJsonString(), Encoding.UTF8, "application/json");
                using var answer = await stranger.SendAsync(request, cancellationToken);
                var said = await answer.Content.ReadAsStringAsync(cancellationToken);
                if (Leak(operation, (int)answer.StatusCode, said, ids) is { } leak)
                {
                    failures.Add($"{operation} with the id of a {kind}: {leak}");
                }
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count}:\n{string.Join('\n', failures.Order().Take(60))}");
        var after = await OthersRows.CountAsync(app, seller);
        Assert.All(before, kind => Assert.True(after[kind.Key] >= kind.Value, $"{kind.Value - after[kind.Key]} rows of {kind.Key} are gone."));
    }

    // Operations that name nothing are tried once: what they list must be the caller's own.
    private static IEnumerable<KeyValuePair<string, Guid>> Tries(ApiOperation operation, IReadOnlyDictionary<string, Guid> ids) =>
        operation.Parameters("path").Any() || operation.Body?.ToJsonString().Contains(ExampleId, StringComparison.Ordinal) == true || operation.Parameters("query").Any(p => ((string)p["name"]!).EndsWith("Id", StringComparison.Ordinal))
            ? ids
            : [KeyValuePair.Create("nothing", Guid.Empty)];

    private const string ExampleId = "0198c0de-7a11-7000-8000-00000000002a";

    private static string Address(ApiOperation operation, Guid id)
    {
        var path = operation.Parameters("path").Select(p => (string)p["name"]!)
            .Aggregate(operation.Path, (text, name) => text.Replace($"{{{name}}}", name == "job" ? "orders" : id.ToString(), StringComparison.Ordinal));
        var query = operation.Parameters("query").Select(p => (string)p["name"]!).Where(name => name.EndsWith("Id", StringComparison.Ordinal)).Select(name => $"{name}={id}");
        return $"{path}?{string.Join('&', query)}".TrimEnd('?');
    }

    private static JsonNode With(JsonNode body, Guid id) => JsonNode.Parse(body.ToJsonString().Replace(ExampleId, id.ToString(), StringComparison.Ordinal))!;

    private static string? Leak(ApiOperation operation, int status, string said, IReadOnlyDictionary<string, Guid> ids) =>
        said.Contains(OthersRows.Canary, StringComparison.Ordinal) ? $"told of the other's row: {said}"
        : status >= 500 ? $"answered {status}: {said}"
        : status >= 400 || status is 304 ? null
        : Names(operation) && status is 201 or 204 ? $"answered {status}"
        : Names(operation) && !IsEmpty(said) ? $"answered {status}: {said[..Math.Min(said.Length, 300)]}"
        : null;

    private static bool Names(ApiOperation operation) => operation.Parameters("path").Any();

    // Nothing in it but empty lists, zeros, nulls and what the caller sent.
    private static bool IsEmpty(string said)
    {
        if (said.Length == 0)
        {
            return false;
        }

        using var answer = JsonDocument.Parse(said);
        return answer.RootElement.ValueKind == JsonValueKind.Array
            ? answer.RootElement.GetArrayLength() == 0
            : answer.RootElement.EnumerateObject().All(p => p.Name is "page" or "pageSize" || p.Value.ValueKind switch
            {
                JsonValueKind.Array => p.Value.GetArrayLength() == 0,
                JsonValueKind.Number => p.Value.GetDouble() == 0,
                JsonValueKind.Null or JsonValueKind.False => true,
                _ => false,
            });
    }
}

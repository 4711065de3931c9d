using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Web;

/// <summary>
/// Sends every operation of our own OpenAPI document what nobody should send: values of other types, out of bounds, huge, null, strange
/// characters, broken documents. Each must be refused in our words or done; nothing may fail, and nothing of our code may be told.
/// </summary>
public sealed class HostileInputTests
{
    private const int Huge = 200_000;

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "2147483648", "9223372036854775808", "1e400", "NaN", "null", "true", "\0", "a\0b", "\u202eabc", "😀", "é", "\ufffd", "%00", "../../etc/passwd", "' OR 1=1 --",
        "{\"a\":1}", "00000000-0000-0000-0000-000000000000", "0001-01-01", "9999-12-31T23:59:59Z", "zz", new string('x', 5_000),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e😀\"", "-1", "0", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "1e308", "1.5", "[]", "[null]",
        "{}", "[[[[]]]]", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"0001-01-01T00:00:00Z\"", $"\"{new string('y', Huge)}\"", "\"00000000-0000-0000-0000-000000000000\"",
    ];

    private static readonly string[] Bodies =
    [
        "", "null", "[]", "{}", "\"text\"", "123", "{", "{\"a\":", "[1,2", "\ufeff{}", new string('[', 2_000), $"{{\"a\":\"{new string('z', Huge)}\"}}", "{\"__proto__\":{},\"$type\":\"System.Object\"}",
    ];

    private static readonly string[] MediaTypes = ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json; charset=utf-7", "nonsense"];

    [Fact]
    public async Task EveryOperation_SentWhatNobodyShouldSend_NeverFails()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Api:RequestsPerMinute"] = "1000000", ["Api:RequestsPerMinutePerAddress"] = "1000000" });
        using var client = await app.SignInAsync();
        var operations = OpenApiFile.Operations(await OpenApiFile.ReadAsync(client));
        Assert.True(operations.Count > 80, $"{operations.Count} operations are described.");
        var failures = new ConcurrentBag<string>();
        var sent = 0;

        await Parallel.ForEachAsync(operations, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (operation, cancellationToken) =>
        {
            foreach (var request in Requests(operation))
            {
                using (request)
                {
                    Interlocked.Increment(ref sent);
                    var what = $"{operation} {request.RequestUri} {await DescribeAsync(request)}";
                    using var answer = await client.SendAsync(request, cancellationToken);
                    if (await ProblemOfAsync(answer) is { } problem)
                    {
                        failures.Add($"{what[..Math.Min(what.Length, 300)]}: {problem}");
                    }
                }
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {sent}:\n{string.Join('\n', failures.Order().Take(120))}");
        Assert.True(sent > 2_000, $"Only {sent} requests were made.");
    }

    private static IEnumerable<HttpRequestMessage> Requests(ApiOperation operation)
    {
        foreach (var (text, i) in Texts.Select((t, i) => (t, i)))
        {
            yield return Request(operation, Path(operation, operation.Parameters("path").Any() ? text : "x") + Query(operation, _ => text), operation.Body);
            if (operation.Parameters("query").ElementAtOrDefault(i % Math.Max(1, operation.Parameters("query").Count())) is { } one)
            {
                yield return Request(operation, Path(operation, Guid.NewGuid().ToString()) + Query(operation, name => name == (string?)one["name"] ? text : null), operation.Body);
            }
        }

        if (operation.Method is "GET" or "DELETE")
        {
            yield break;
        }

        var path = Path(operation, Guid.NewGuid().ToString());
        foreach (var body in Bodies)
        {
            yield return Request(operation, path, null, new StringContent(body, Encoding.UTF8, "application/json"));
        }

        foreach (var type in MediaTypes)
        {
            var content = new ByteArrayContent([0xff, 0xfe, 0x00, 0x80]);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            yield return Request(operation, path, null, content);
        }

        yield return Request(operation, path, null, new ByteArrayContent([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });
        foreach (var body in Mutations(operation.Body))
        {
            yield return Request(operation, path, null, new StringContent(body, Encoding.UTF8, "application/json"));
        }
    }

    // The example with each field in turn, at every depth, in the place of which each value stands.
    private static IEnumerable<string> Mutations(JsonNode? example)
    {
        foreach (var place in Places(example, ""))
        {
            foreach (var value in Values)
            {
                var text = example!.ToJsonString();
                var copy = JsonNode.Parse(text)!;
                const string Mark = "\u0001mark";
                Replace(copy, place, JsonValue.Create(Mark));
                yield return copy.ToJsonString().Replace("\"\\u0001mark\"", value, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> Places(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.SelectMany(p => Places(p.Value, $"{path}/{p.Key}").Prepend($"{path}/{p.Key}")),
        JsonArray { Count: > 0 } a => Places(a[0], $"{path}/0").Prepend($"{path}/0"),
        _ => [],
    };

    private static void Replace(JsonNode root, string place, JsonNode value)
    {
        var parts = place.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parent = parts[..^1].Aggregate(root, (node, part) => node is JsonArray array ? array[int.Parse(part, CultureInfo.InvariantCulture)]! : node[part]!);
        if (parent is JsonArray list)
        {
            list[int.Parse(parts[^1], CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            parent[parts[^1]] = value;
        }
    }

    private static string Path(ApiOperation operation, string text) => operation.Parameters("path")
        .Aggregate(operation.Path, (path, p) => path.Replace($"{{{(string?)p["name"]}}}", Uri.EscapeDataString(text.Length == 0 ? "x" : text), StringComparison.Ordinal));

    private static string Query(ApiOperation operation, Func<string, string?> textOf)
    {
        var given = operation.Parameters("query").Select(p => (string)p["name"]!).Select(name => (name, Text: textOf(name))).Where(p => p.Text is not null);
        var query = string.Join('&', given.Select(p => $"{p.name}={Uri.EscapeDataString(p.Text!)}"));
        return query.Length > 0 ? $"?{query}" : "";
    }

    private static HttpRequestMessage Request(ApiOperation operation, string address, JsonNode? body, HttpContent? content = null) => new(new HttpMethod(operation.Method), address)
    {
        Content = content ?? (body is null || operation.Method == "GET" ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json")),
    };

    private static async Task<string> DescribeAsync(HttpRequestMessage request) => request.Content is null ? "" : Encoding.Latin1.GetString(await request.Content.ReadAsByteArrayAsync());

    private static async Task<string?> ProblemOfAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status < 400)
        {
            return null;
        }

        var text = await answer.Content.ReadAsStringAsync();
        if (status is 400 or 414 && text.Length == 0 && !answer.Headers.Contains("RateLimit"))
        {
            // The server's own refusal of a line that is no HTTP; the application never saw it.
            return null;
        }

        return status >= 500 ? $"answered {status} {text}"
            : answer.Content.Headers.ContentType?.MediaType != "application/problem+json" ? $"answered {status} with {answer.Content.Headers.ContentType}"
            : text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal) || text.Contains("Marketplace.", StringComparison.Ordinal) || text.Contains("System.", StringComparison.Ordinal)
                ? $"tells of our code: {text}"
            : null;
    }
}

using System.Text.Json.Nodes;

namespace Marketplace.Tests.Contract;

/// <summary>A sound request with one thing wrong.</summary>
/// <param name="What">What is wrong, for people.</param>
/// <param name="Request">The request.</param>
internal sealed record Malformation(string What, Exchange Request)
{
    private const int MostOfAList = 2;

    // TikTok Shop's are made anew for each request, and what is wrong with them is a matter of its gate's own tests.
    private static readonly string[] OfTheSender = ["sign", "timestamp"];
    private static readonly string Long = new('x', 5000);

    /// <summary>Every way of spoiling a request that we know: each parameter and each member of the body, dropped or of another kind.</summary>
    public static IEnumerable<Malformation> Of(Exchange sound) => [.. OfQuery(sound), .. OfBody(sound)];

    private static IEnumerable<Malformation> OfQuery(Exchange sound)
    {
        var parameters = sound.Url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parameters.Length; i++)
        {
            var name = parameters[i].Split('=')[0];
            if (OfTheSender.Contains(name))
            {
                continue;
            }

            yield return With(string.Join('&', parameters.Where((_, at) => at != i)), $"without {name}");
            foreach (var value in (string[])["", "garbage", "-1", "0", "99999999999999999999", "1.5", "%5B%5D", "%00", "2026-13-45T99%3A00%3A00Z", "a%2Cb%2Cc", "%7B%7D"])
            {
                yield return With(string.Join('&', parameters.Select((old, at) => at == i ? $"{name}={value}" : old)), $"{name}={value}");
            }
        }

        Malformation With(string query, string what) => new(what, sound with { Url = new UriBuilder(sound.Url) { Query = query }.Uri });
    }

    private static IEnumerable<Malformation> OfBody(Exchange sound)
    {
        if (sound.Body.Length == 0 || sound.Body[0] != '{')
        {
            yield break;
        }

        foreach (var whole in (string[])["", "{}", "[]", "null", "7", "\"text\"", "{", "{\"a\":1,\"a\":2}", "[null]", "\u0000", "<xml/>"])
        {
            yield return new Malformation($"body {whole}", sound with { Body = whole });
        }

        foreach (var place in Places(JsonNode.Parse(sound.Body)!, []))
        {
            yield return Changed(place, "left out", (parent, key) => Remove(parent, key));
            foreach (var value in Others(At(JsonNode.Parse(sound.Body)!, place)))
            {
                yield return Changed(place, $"= {Short(value)}", (parent, key) => Put(parent, key, JsonNode.Parse(value)));
            }
        }

        Malformation Changed(IReadOnlyList<object> place, string what, Action<JsonNode, object> change)
        {
            var root = JsonNode.Parse(sound.Body)!;
            change(At(root, [.. place.SkipLast(1)])!, place[^1]);
            return new Malformation($"{string.Join('.', place)} {what}", sound with { Body = root.ToJsonString() });
        }
    }

    private static IEnumerable<string> Others(JsonNode? now) => new[]
    {
        "null", "{}", "[]", "[null]", "[[]]", "[7]", "[\"x\"]", "[{}]", "true", "-1", "0", "1.5", "1e300", "99999999999", "\"\"", "\"garbage\"", "\"\\u0000\"", $"\"{Long}\"", "{\"a\":{\"b\":null}}",
    }.Where(other => other != now?.ToJsonString());

    private static IEnumerable<List<object>> Places(JsonNode? node, List<object> path)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => ((object)member.Key, member.Value)),
            JsonArray items => items.Take(MostOfAList).Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (key, child) in children.ToList())
        {
            List<object> place = [.. path, key];
            yield return place;
            foreach (var deeper in Places(child, place))
            {
                yield return deeper;
            }
        }
    }

    private static JsonNode? At(JsonNode root, IReadOnlyList<object> path) =>
        path.Aggregate((JsonNode?)root, (node, key) => key is string name ? node![name] : node![(int)key]);

    private static void Put(JsonNode parent, object key, JsonNode? value)
    {
        if (key is string name)
        {
            parent[name] = value;
        }
        else
        {
            parent[(int)key] = value;
        }
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is string name)
        {
            ((JsonObject)parent).Remove(name);
        }
        else
        {
            ((JsonArray)parent).RemoveAt((int)key);
        }
    }

    private static string Short(string value) => value.Length > 40 ? $"a text of {value.Length}" : value;
}

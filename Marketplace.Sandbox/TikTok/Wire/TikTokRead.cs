using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Reads requests as strictly as TikTok Shop does: a wrong type is an error with the member's name.</summary>
internal static class TikTokRead
{
    /// <summary>A text member; null when absent or empty.</summary>
    public static string? Text(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : null,
        _ => throw new TikTokRefusal(TikTokCode.Invalid("body", name)),
    };

    /// <summary>A text member that must be there.</summary>
    public static string RequiredText(this JsonObject body, string name) => body.Text(name) ?? throw new TikTokRefusal(TikTokCode.Missing("body", name));

    /// <summary>A whole-number member; null when absent.</summary>
    public static long? Number(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) => number,
        _ => throw new TikTokRefusal(TikTokCode.Invalid("body", name)),
    };

    /// <summary>A yes-or-no member; null when absent.</summary>
    public static bool? Flag(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ => throw new TikTokRefusal(TikTokCode.Invalid("body", name)),
    };

    /// <summary>A list of texts; null when absent.</summary>
    public static IReadOnlyList<string>? Texts(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonArray array when array.All(item => item?.GetValueKind() == JsonValueKind.String) => [.. array.Select(item => item!.GetValue<string>())],
        _ => throw new TikTokRefusal(TikTokCode.Invalid("body", name)),
    };

    /// <summary>A list of texts out of a closed set; null when absent.</summary>
    public static IReadOnlyList<string>? Choices(this JsonObject body, string name, IReadOnlySet<string> known) =>
        body.Texts(name) is not { } values || values.All(known.Contains) ? body.Texts(name) : throw new TikTokRefusal(TikTokCode.Invalid("body", name));

    /// <summary>An object member; null when absent.</summary>
    public static JsonObject? Child(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonObject child => child,
        _ => throw new TikTokRefusal(TikTokCode.Invalid("body", name)),
    };

    /// <summary>A list of objects; null when absent.</summary>
    public static IReadOnlyList<JsonObject>? Children(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonArray array when array.All(item => item is JsonObject) => [.. array.Select(item => (JsonObject)item!)],
        _ => throw new TikTokRefusal(TikTokCode.Invalid("body", name)),
    };

    /// <summary>The page size of searches that may go without: 10, and 50 at the most.</summary>
    public static int PageSizeOrTen(this TikTokRequest request) => request.Call.QueryValue("page_size") is null ? 10 : request.PageSize(50);

    /// <summary>The page size, which most searches must name.</summary>
    public static int PageSize(this TikTokRequest request, int most, TikTokCode? error = null)
    {
        if (request.Call.QueryValue("page_size") is not { } text)
        {
            throw new TikTokRefusal(error ?? TikTokCode.Missing("query", "page_size"));
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1 && size <= most
            ? size
            : throw new TikTokRefusal(error ?? TikTokCode.Invalid("query", "page_size"));
    }

    /// <summary>The page token; null on a first page.</summary>
    public static TikTokPageToken? PageToken(this TikTokRequest request, TikTokCode? error = null) =>
        request.Call.QueryValue("page_token") is { Length: > 0 } text
            ? TikTokPageToken.Parse(text) ?? throw new TikTokRefusal(error ?? TikTokCode.Invalid("query", "page_token"))
            : null;

    /// <summary>The page of a list that is asked for, under its name, beside the count of all and the token of the next.</summary>
    public static JsonObject PageOf<T>(this TikTokRequest request, string name, IReadOnlyList<T> found, int size, Func<T, JsonNode> show)
    {
        var offset = (int)(request.PageToken()?.Time ?? 0);
        return new JsonObject
        {
            ["total_count"] = found.Count,
            ["next_page_token"] = offset + size < found.Count ? new TikTokPageToken(found.Count, offset + size, 0).ToString() : "",
            [name] = new JsonArray([.. found.Skip(offset).Take(size).Select(show)]),
        };
    }

    /// <summary>A query value out of a closed set; the first one is the default.</summary>
    public static string Choice(this TikTokRequest request, string name, params ReadOnlySpan<string> values)
    {
        var value = request.Call.QueryValue(name);
        return string.IsNullOrEmpty(value) ? values[0]
            : values.Contains(value) ? value
            : throw new TikTokRefusal(TikTokCode.Invalid("query", name));
    }

    /// <summary>A list in the query: one value, joined by commas.</summary>
    public static IReadOnlyList<string> List(this TikTokRequest request, string name, int most)
    {
        var values = (request.Call.QueryValue(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return values.Length == 0 ? throw new TikTokRefusal(TikTokCode.Missing("query", name))
            : values.Length > most ? throw new TikTokRefusal(TikTokCode.Invalid("query", name))
            : values;
    }
}

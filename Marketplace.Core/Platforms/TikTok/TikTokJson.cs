using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>How TikTok Shop writes JSON: snake case, absent rather than null, now and then a number as text.</summary>
internal static class TikTokJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    /// <summary>Writes opaque data that is stored and handed back later.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads opaque data back; null when there is none or it is of another make.</summary>
    public static T? Read<T>(string? json)
        where T : class
    {
        if (string.IsNullOrEmpty(json))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (JsonException)
        {
            // Data from an older version: callers fetch it from the marketplace anew.
            return null;
        }
    }
}

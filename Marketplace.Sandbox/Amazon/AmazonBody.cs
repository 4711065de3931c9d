using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Reads JSON bodies strictly: a number is not a string, and an object is not a list.</summary>
internal static class AmazonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The body as an object.</summary>
    public static JsonObject Object(SandboxCall call)
    {
        try
        {
            return JsonNode.Parse(call.Body, documentOptions: Strict) as JsonObject ?? throw AmazonReplies.Invalid("The request body must be a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw AmazonReplies.Invalid("The request body could not be parsed.");
        }
    }

    /// <summary>A member that is a string; null otherwise.</summary>
    public static string? Text(JsonNode? node, string name) =>
        node is JsonObject owner && owner[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A member that is a whole number; null otherwise.</summary>
    public static int? Number(JsonNode? node, string name) =>
        node is JsonObject owner && owner[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>A string that may be left out; null when it is.</summary>
    public static string? Optional(JsonNode? node, string name, string path) => node is not JsonObject owner || owner[name] is null ? null
        : Text(node, name) ?? throw WrongType(path);

    /// <summary>A list of strings that may be left out; empty when it is.</summary>
    public static IReadOnlyList<string> Texts(JsonNode? node, string name, string path) => node is not JsonObject owner || owner[name] is null ? []
        : owner[name] is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String) ? [.. list.Select(item => item!.GetValue<string>())]
        : throw WrongType(path);

    /// <summary>Checks an object of strings that may be left out.</summary>
    public static void CheckOptions(JsonObject body, string name)
    {
        if (body[name] is { } options && (options is not JsonObject members || members.Any(member => member.Value?.GetValueKind() is not (null or JsonValueKind.String))))
        {
            throw WrongType(name);
        }
    }

    /// <summary>A string that must be there.</summary>
    public static string Required(JsonNode? node, string name, string path) => node is not JsonObject owner || owner[name] is not { } value
        ? throw AmazonReplies.InvalidMessage($"The input you have submitted is not valid. Please check the fields with missing value [{path}].")
        : value.GetValueKind() != JsonValueKind.String
            ? throw WrongType(path)
            : value.GetValue<string>() is { Length: > 0 } text ? text
            : throw AmazonReplies.InvalidMessage($"The input you have submitted is not valid. Please check the fields with missing value [{path}].");

    private static AmazonRefusal WrongType(string path) =>
        AmazonReplies.InvalidMessage($"The input you have submitted is not valid. Please check the fields with invalid type [{path}].");
}

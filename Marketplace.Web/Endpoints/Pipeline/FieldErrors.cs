using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>Names the field at which a request could not be read, in the caller's words and not in those of our types.</summary>
internal static partial class FieldErrors
{
    private const string Body = "body";

    /// <summary>Fields and what is wrong with each; empty where the failure is of the request as a whole.</summary>
    public static IReadOnlyDictionary<string, string[]> Of(BadHttpRequestException exception) => exception.InnerException is JsonException json
        ? new Dictionary<string, string[]> { [FieldOf(json)] = [WordsOf(json)] }
        : Parameter().Match(exception.Message) is { Success: true } parameter
            ? new Dictionary<string, string[]> { [parameter.Groups["name"].Value] = [parameter.Groups["value"].Success ? "The value cannot be read as what this parameter takes." : "This is needed and missing."] }
            : new Dictionary<string, string[]>();

    /// <summary>What is wrong, for the problem's detail.</summary>
    public static string DetailOf(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "The request's body is larger than this address takes.",
        StatusCodes.Status415UnsupportedMediaType => "This address takes application/json, or multipart/form-data for files.",
        StatusCodes.Status408RequestTimeout => "The request's body came too slowly.",
        _ when Of(exception).FirstOrDefault() is { Key: { } field, Value: { } words } => $"{field}: {words[0]}",
        _ => "The request is malformed.",
    };

    // "$.items[0].quantity" becomes "items[0].quantity"; the root is the body as a whole.
    private static string FieldOf(JsonException exception) => exception.Path is { Length: > 2 } path ? path[2..] : Body;

    private static string WordsOf(JsonException exception) =>
        Missing().Match(exception.Message) is { Success: true } missing ? $"These fields are needed and missing: {missing.Groups["fields"].Value}."
        : exception.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "The value has another type or form than this field takes."
        : $"This is no valid JSON{(exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "")}.";

    [GeneratedRegex("parameter \"\\S+ (?<name>\\w+)\"(?<value> from)?")]
    private static partial Regex Parameter();

    [GeneratedRegex("missing required properties.*?: (?<fields>.+?)\\.?$")]
    private static partial Regex Missing();
}

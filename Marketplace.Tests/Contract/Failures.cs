using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Contract;

/// <summary>
/// Answers that tell of a failure. The documents of eBay and TikTok Shop describe these outside their schemas: eBay lists error
/// ids per status but not the envelope and leaves out its gateway; TikTok Shop puts failures into the success envelope.
/// </summary>
internal static partial class Failures
{
    // What eBay's gateway answers in front of every API, which no API's document repeats.
    private static readonly int[] EbayGatewayStatuses = [401, 403, 404, 411, 429, 500, 503];
    private static readonly int[] EbayGatewayErrors = [1001, 1002, 1100, 2001, 2002, 2003, 2004, 215120, 215122];

    // TikTok Shop documents 200 alone and says that the code in the body decides, under whatever status.
    private static readonly int[] TikTokStatuses = [200, 400, 401, 403, 404, 429, 500, 503];

    // Those of the gateway, of the token endpoints, and those that changelogs announced without amending the tables.
    private static readonly Lazy<HashSet<long>> TikTokCommonErrors = new(() =>
        [.. Json("tiktok", "common-errors.json").EnumerateObject().Where(group => group.Value.ValueKind == JsonValueKind.Array).SelectMany(group => group.Value.EnumerateArray()).Select(Code)]);

    private static readonly Lazy<ILookup<string, long>> TikTokErrors = new(() =>
        Json("tiktok", "endpoint-error-codes.json").GetProperty("errors").EnumerateArray().ToLookup(error => WithoutVersion(error.GetProperty("operation").GetString()!), Code));

    /// <summary>Departures of a failure; null when the answer is to be read by the schema of its status.</summary>
    public static IEnumerable<(string Path, string Message)>? Read(ContractOperation operation, Exchange exchange) => operation.Marketplace switch
    {
        "ebay" when exchange.Status >= 400 => Ebay(operation, exchange),
        "tiktok" when exchange.Status != 200 || (exchange.Answer.Length > 0 && TikTokCode(exchange) is not 0) => TikTok(operation, exchange),
        // The gateway refuses requests that break HTTP itself with a page of HTML.
        "amazon" when exchange is { Status: 400, AnswerType: "text/html" } => [],
        _ => null,
    };

    private static IEnumerable<(string, string)> Ebay(ContractOperation operation, Exchange exchange)
    {
        var status = exchange.Status.ToString(CultureInfo.InvariantCulture);
        var documented = operation.Raw.GetProperty("responses").TryGetProperty(status, out var response);
        if (!documented && !EbayGatewayStatuses.Contains(exchange.Status))
        {
            yield return ("status", $"{status} is neither documented nor the gateway's");
        }

        if (exchange.Answer.Length == 0)
        {
            if (exchange.Status is not (404 or 411))
            {
                yield return ("$", "a failure names its errors");
            }

            yield break;
        }

        var ids = documented && response.TryGetProperty("x-response-codes", out var codes) && codes.TryGetProperty("errors", out var errors)
            ? errors.EnumerateObject().Select(error => error.Name).ToHashSet()
            : operation.ErrorsOfDocument.Value;
        if (Parse(exchange.Answer) is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("errors", out var list) || list.GetArrayLength() == 0)
        {
            yield return ("$.errors", "is required and missing");
            yield break;
        }

        foreach (var error in list.EnumerateArray())
        {
            foreach (var field in new[] { "domain", "category", "message" }.Where(field => !error.TryGetProperty(field, out var text) || text.ValueKind != JsonValueKind.String))
            {
                yield return ($"$.errors[*].{field}", "is required and missing");
            }

            if (!error.TryGetProperty("errorId", out var id) || !id.TryGetInt64(out var number))
            {
                yield return ("$.errors[*].errorId", "is no number");
            }
            else if (!ids.Contains(number.ToString(CultureInfo.InvariantCulture)) && !EbayGatewayErrors.Contains((int)number))
            {
                yield return ("$.errors[*].errorId", $"{number} is documented neither for status {status} of this operation nor for the gateway");
            }
        }
    }

    private static IEnumerable<(string, string)> TikTok(ContractOperation operation, Exchange exchange)
    {
        if (!TikTokStatuses.Contains(exchange.Status))
        {
            yield return ("status", $"{exchange.Status} has never been seen");
        }

        if (Parse(exchange.Answer) is not { ValueKind: JsonValueKind.Object } body)
        {
            yield return ("$", "the envelope is missing");
            yield break;
        }

        foreach (var field in new[] { "message", "request_id" }.Where(field => !body.TryGetProperty(field, out var text) || text.ValueKind != JsonValueKind.String))
        {
            yield return ($"$.{field}", "is required and missing");
        }

        var code = TikTokCode(exchange);
        if (code is null or 0)
        {
            yield return ("$.code", "a failure has a code other than 0");
        }
        else if (!TikTokCommonErrors.Value.Contains(code.Value) && !TikTokErrors.Value[WithoutVersion($"{operation.Method} /{string.Join('/', operation.Segments)}")].Contains(code.Value))
        {
            yield return ("$.code", $"{code} is documented neither for this operation nor for all");
        }
    }

    private static long? TikTokCode(Exchange exchange) =>
        Parse(exchange.Answer) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("code", out var code) && code.TryGetInt64(out var number) ? number : null;

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The tables exist for one version of an operation each, often not for the one that the document has.
    private static string WithoutVersion(string operation) => Version().Replace(operation, "/");

    private static long Code(JsonElement error) => error.GetProperty("code").GetInt64();

    private static JsonElement Json(params string[] path) => JsonDocument.Parse(File.ReadAllText(Path.Combine([ContractLibrary.Folder, .. path]))).RootElement;

    [GeneratedRegex(@"/20\d{4}/")]
    private static partial Regex Version();
}

using System.Globalization;
using System.Text.Json;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>The one table from Amazon's answers to failures, in plain words.</summary>
public static class AmazonErrors
{
    private const string RequestIdHeader = "x-amzn-RequestId";

    /// <summary>Judges an answer of the Selling Partner API; null for a success.</summary>
    public static PlatformFailure? Judge(PlatformResponse response)
    {
        if (response.Status is >= 200 and < 300)
        {
            return null;
        }

        var (code, message, details) = Read(response);
        var (kind, words) = Classify(response.Status, code, message, details);
        var remedy = kind == FailureKind.Rejected ? AmazonRemedies.For(message, details) : null;
        return new PlatformFailure(kind, remedy is var (known, _) ? $"{known} Amazon says: {Sentence(message, details)}" : words)
        {
            RawCode = $"{response.Status} {code}".TrimEnd(),
            RequestId = response.Header(RequestIdHeader),
            Field = FieldIn(details) ?? FieldIn(message) ?? remedy?.Field,
        };
    }

    /// <summary>Whether Amazon said that what was asked for does not exist; its codes for that differ, the HTTP status does not.</summary>
    public static bool IsUnknown(RejectedException exception) => exception.RawCode?.StartsWith("404", StringComparison.Ordinal) == true;

    /// <summary>Whether Amazon said that what was to be made is there already.</summary>
    public static bool IsConflict(RejectedException exception) => exception.RawCode?.StartsWith("409", StringComparison.Ordinal) == true;

    /// <summary>Judges an answer of Login with Amazon; null for a success.</summary>
    public static PlatformFailure? JudgeToken(PlatformResponse response)
    {
        if (response.Status is >= 200 and < 300)
        {
            return null;
        }

        var code = Parse(response)?.TryGetProperty("error", out var error) == true ? Text(error) : null;
        var (kind, words) = code switch
        {
            "invalid_grant" => (FailureKind.NeedsReauthorization, "Amazon does not accept this authorisation any more. Connect the store again in order to renew it."),
            "invalid_client" or "unauthorized_client" => (FailureKind.Rejected, $"Amazon does not know this application. Check {AmazonOptions.Section}:ClientId and ClientSecret; Amazon wants a new secret every 180 days."),
            "access_denied" or "invalid_scope" => (FailureKind.Rejected, "Amazon does not let this application ask for that access. Check the application's roles in Seller Central."),
            "server_error" or "temporarily_unavailable" => (FailureKind.Transient, "Amazon's sign-in service is busy for the moment."),
            _ when response.Status == 429 => (FailureKind.Throttled, "Amazon's sign-in service asks for a pause."),
            _ when response.Status >= 500 => (FailureKind.Transient, "Amazon's sign-in service is failing for the moment."),
            _ => (FailureKind.Rejected, "Amazon's sign-in service refused the request."),
        };
        return new PlatformFailure(kind, words)
        {
            RawCode = code ?? response.Status.ToString(CultureInfo.InvariantCulture),
            RequestId = response.Header(RequestIdHeader),
        };
    }

    /// <summary>The seller's rate for an operation, in calls per second, where the answer names it.</summary>
    public static double? RateOf(PlatformResponse response) =>
        double.TryParse(response.Header("x-amzn-RateLimit-Limit"), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate : null;

    private static (FailureKind Kind, string Words) Classify(int status, string? code, string? message, string? details) => status switch
    {
        401 => (FailureKind.TokenRefused, "Amazon does not accept the access token. Connect the store again."),
        403 when Mentions(details, "access token") => (FailureKind.TokenRefused, "Amazon does not accept the store's authorisation any more. Connect the store again."),
        403 => (FailureKind.Rejected, "Amazon denies access. Check that the application has the roles for listings, orders and shipping, that the store is connected in its own region, and that the seller has accepted those roles."),
        429 => (FailureKind.Throttled, "Amazon asks for a pause: the store's quota for this call is used up."),
        _ when code == "QuotaExceeded" => (FailureKind.Throttled, "Amazon asks for a pause: the store's quota for this call is used up."),
        408 or >= 500 => (FailureKind.Transient, "Amazon has an internal error for the moment."),
        404 => (FailureKind.Rejected, $"Amazon does not know it: {Sentence(message, details)}"),
        413 => (FailureKind.Rejected, "Amazon says that the request is too large."),
        415 => (FailureKind.Rejected, "Amazon does not take this kind of document. This is a fault of the application; report it with the request id."),
        _ when code == "InternalFailure" => (FailureKind.Transient, "Amazon has an internal error for the moment."),
        _ when code is null => (FailureKind.Rejected, $"Amazon's gateway refused the request before reading it (HTTP {status})."),
        _ => (FailureKind.Rejected, $"Amazon refused the request: {Sentence(message, details)}"),
    };

    private static (string? Code, string? Message, string? Details) Read(PlatformResponse response)
    {
        if (Parse(response) is not { ValueKind: JsonValueKind.Object } body
            || !body.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
        {
            return (null, null, null);
        }

        var first = errors[0];
        string? Of(string name) => first.ValueKind == JsonValueKind.Object && first.TryGetProperty(name, out var value) ? Text(value) : null;
        return (Of("code"), Of("message"), Of("details"));
    }

    // Some refusals come from the gateway as HTML, so a body that is no JSON is an ordinary case here.
    private static JsonElement? Parse(PlatformResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static bool Mentions(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    private static string Sentence(string? message, string? details) => (message, details) switch
    {
        (null, null) => "no reason was given.",
        (null, var only) => only,
        (var only, null) => only,
        var (first, second) when first.Contains(second, StringComparison.OrdinalIgnoreCase) => first,
        var (first, second) => $"{first} {second}",
    };

    private static string? FieldIn(string? text)
    {
        var open = text?.IndexOf('[', StringComparison.Ordinal) ?? -1;
        var close = open < 0 ? -1 : text!.IndexOf(']', open);
        return close > open + 1 ? text![(open + 1)..close] : null;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A request that Amazon refuses; turned into its answer at one place.</summary>
internal sealed class AmazonRefusal(SandboxReply reply) : Exception
{
    /// <summary>What Amazon answers.</summary>
    public SandboxReply Reply { get; } = reply;
}

/// <summary>Amazon's error bodies, as they are seen in the wild.</summary>
internal static class AmazonReplies
{
    private const string InvalidText = "The input you have submitted is not valid. Please check your input and try again.";
    private const string DeniedText = "Access to requested resource is denied.";

    private static readonly JsonSerializerOptions Pascal = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The list of errors that every operation but the token endpoint uses.</summary>
    public static SandboxReply Error(int status, string code, string message, string? details = null) =>
        SandboxReply.OfJson(status, new { errors = new[] { new { code, message, details } } });

    /// <summary>403 with the reason in its details; an empty reason stands for roles, region or path.</summary>
    public static SandboxReply Denied(string details) =>
        Error(403, "Unauthorized", DeniedText, details).With("x-amzn-ErrorType", "AccessDeniedException");

    /// <summary>403 for an access token that has run out.</summary>
    public static SandboxReply TokenExpired() => Denied("The access token you provided has expired.");

    /// <summary>403 for an access token that is none, or was withdrawn.</summary>
    public static SandboxReply TokenInvalid() => Denied("The access token you provided is revoked, malformed or invalid.");

    /// <summary>403 for a call without an access token.</summary>
    public static SandboxReply TokenMissing() => Denied("Access token is missing in the request header.");

    /// <summary>429.</summary>
    public static SandboxReply Throttled() => Error(429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "");

    /// <summary>500.</summary>
    public static SandboxReply Failure() => Error(500, "InternalFailure", "We encountered an internal error. Please try again.", "");

    /// <summary>400 of the gateway, which is no JSON.</summary>
    public static SandboxReply GatewayHtml() =>
        SandboxReply.OfHtml(400, "<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n</body>\r\n</html>\r\n");

    /// <summary>400 with the reason in its details.</summary>
    public static AmazonRefusal Invalid(string details) => new(Error(400, "InvalidInput", InvalidText, details));

    /// <summary>400 with a message of its own.</summary>
    public static AmazonRefusal InvalidMessage(string message) => new(Error(400, "InvalidInput", message, ""));

    /// <summary>400 of the listings API.</summary>
    public static AmazonRefusal BadRequest(string message, string details = "") => new(Error(400, "BAD_REQUEST", message, details));

    /// <summary>404.</summary>
    public static AmazonRefusal NotFound(string code, string message) => new(Error(404, code, message));

    /// <summary>200 of operations that have nothing to say; clients parse every answer but a 204 as JSON.</summary>
    public static SandboxReply Done() => SandboxReply.OfJson(200, new JsonObject());

    /// <summary>A JSON answer whose names are kept as they are written, as the older APIs have them.</summary>
    public static SandboxReply OfPascal(int status, object value) => SandboxReply.OfJson(status, ToPascal(value));

    /// <summary>A JSON node whose names are kept as they are written.</summary>
    public static JsonNode ToPascal(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Pascal)!;

    /// <summary>Time as the newer APIs write it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Time as the older APIs write it.</summary>
    public static string OldTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

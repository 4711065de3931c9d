using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>eBay's error bodies.</summary>
internal static class EbayRefusal
{
    /// <summary>A refusal in the envelope of the REST APIs.</summary>
    public static SandboxReply Of(int status, EbayFault fault) => SandboxReply.OfJson(status, new { errors = new[] { fault } });

    /// <summary>Fulfillment API: the caller's mistake.</summary>
    public static SandboxReply Fulfillment(int errorId, string message, string? parameter = null, string? value = null) =>
        Of(400, new EbayFault(errorId, "API_FULFILLMENT", "REQUEST", message, Parameters: Named(parameter, value)));

    /// <summary>Inventory API: the caller's mistake.</summary>
    public static SandboxReply Inventory(int status, int errorId, string message, string? parameter = null, string? value = null) =>
        Of(status, InventoryFault(errorId, message, parameter, value));

    /// <summary>The same, for one item of a bulk answer.</summary>
    public static EbayFault InventoryFault(int errorId, string message, string? parameter = null, string? value = null) =>
        new(errorId, "API_INVENTORY", "REQUEST", message, Subdomain: "Selling", Parameters: Named(parameter, value));

    /// <summary>An error of the Inventory API's own.</summary>
    public static EbayFault InventoryTrouble { get; } = new(25001, "API_INVENTORY", "APPLICATION", "A system error has occurred.", Subdomain: "Selling");

    /// <summary>No token at all.</summary>
    public static SandboxReply MissingToken { get; } = Of(401, new EbayFault(
        1002, "OAuth", "REQUEST", "Missing access token", "Access token is missing in the Authorization HTTP request header."));

    /// <summary>A token that is expired, withdrawn or invented.</summary>
    public static SandboxReply BadToken { get; } = Of(401, new EbayFault(
        1001, "OAuth", "REQUEST", "Invalid access token", "Invalid access token. Check the value of the Authorization HTTP request header."));

    /// <summary>A good token without the scope; the Inventory API says the same to an expired one.</summary>
    public static SandboxReply AccessDenied { get; } = Of(403, new EbayFault(
        1100, "ACCESS", "REQUEST", "Access denied", "Insufficient permissions to fulfill the request."));

    /// <summary>The day's calls are used up.</summary>
    public static SandboxReply TooMany { get; } = Of(429, new EbayFault(
        2001, "ACCESS", "REQUEST", "Too many requests.", "The request limit has been reached for the resource."));

    /// <summary>A seller of the EU or the UK, and a message that is not signed, or not well.</summary>
    public static SandboxReply BadSignature(string why) => Of(403, new EbayFault(
        215122, "ACCESS", "REQUEST", "Signature validation failed", $"Signature validation failed to fulfill the request. {why}"));

    /// <summary>A path that the host does not have.</summary>
    public static SandboxReply NoResource { get; } = Of(404, new EbayFault(
        2002, "ACCESS", "REQUEST", "Resource not found", "Resource not found. Please verify the request."));

    /// <summary>A body with a member of the wrong kind, which the gateway cannot hand on.</summary>
    public static SandboxReply BadShape(string field) => Of(400, new EbayFault(
        2004, "ACCESS", "REQUEST", "Invalid request", "The request has errors. For help, see the documentation for this API.",
        Parameters: [new EbayFaultParameter("reason", field.Length == 0 ? "Could not serialize the request body" : $"Could not serialize field [{field}]")]));

    /// <summary>The token endpoint's refusal, which has the shape of OAuth.</summary>
    public static SandboxReply OAuth(int status, string error, string description) =>
        SandboxReply.OfJson(status, new Dictionary<string, string> { ["error"] = error, ["error_description"] = description });

    private static EbayFaultParameter[]? Named(string? parameter, string? value) => parameter is null ? null : [new EbayFaultParameter(parameter, value)];
}

/// <summary>An error on the wire.</summary>
internal sealed record EbayFault(
    int ErrorId, string Domain, string Category, string Message, string? LongMessage = null, string? Subdomain = null, IReadOnlyList<EbayFaultParameter>? Parameters = null);

/// <summary>What an error is about.</summary>
internal sealed record EbayFaultParameter(string Name, string? Value);

using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>What can be subscribed to, with the scope and the versions of each.</summary>
internal static class EbayTopics
{
    /// <summary>Topic to the scope that a seller's token needs (null for topics of the application) and its versions.</summary>
    public static readonly IReadOnlyDictionary<string, (string? Scope, string[] Versions)> All = new Dictionary<string, (string? Scope, string[] Versions)>
    {
        ["ORDER_CONFIRMATION"] = ("/sell.fulfillment", ["1.0", "1.1"]),
        ["ORDER_CANCELLATION_ACTIVITY"] = ("/sell.cancellation", ["1.0"]),
        ["ITEM_MARKED_SHIPPED"] = ("/commerce.shipping", ["1.0"]),
        ["MARKETPLACE_ACCOUNT_DELETION"] = (null, ["1.0"]),
    };

    // A list on the living service, though its document has a single word.
    private static readonly string[] Formats = ["JSON"];

    /// <summary>GET /topic.</summary>
    public static SandboxReply List(SandboxCall call) => EbayPaging.Answer(call, $"{EbayNotificationCalls.Root}/topic", "topics", [.. All.Keys.Select(Json)]);

    /// <summary>GET /topic/{topic_id}.</summary>
    public static SandboxReply Get(SandboxCall call) => All.ContainsKey(call.Path["topic_id"])
        ? SandboxReply.OfJson(200, Json(call.Path["topic_id"]))
        : EbayNotificationCalls.Refuse(404, 195002, "Invalid or missing topic id.");

    private static object Json(string id)
    {
        var (scope, versions) = All[id];
        return new
        {
            topicId = id,
            description = $"Notifications about {id.ToLowerInvariant().Replace('_', ' ')}.",
            authorizationScopes = new[] { EbayKeyset.ScopeRoot + scope },
            status = "ENABLED",
            context = "COMMERCE",
            scope = scope is null ? "APPLICATION" : "USER",
            supportedPayloads = versions.Select(version => new { format = Formats, schemaVersion = version, deliveryProtocol = "HTTPS", deprecated = false }).ToList(),
            filterable = false,
        };
    }
}

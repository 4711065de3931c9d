using Marketplace.Core.ApiAccess;

namespace Marketplace.Web.Features.ApiKeys;

/// <summary>What scopes allow, in words.</summary>
internal static class ScopeWords
{
    /// <summary>A scope in a few words.</summary>
    public static string Of(ApiScopes scope) => scope switch
    {
        ApiScopes.Read => "Read everything",
        ApiScopes.Orders => "Ship, cancel and refund orders",
        ApiScopes.Stock => "Change stock, listings and channel rules",
        ApiScopes.Sync => "Start, stop and plan jobs",
        _ => "Everything, stores and settings too",
    };

    /// <summary>Scopes together, by their names on the wire.</summary>
    public static string Names(ApiScopes scopes) => string.Join(", ", ApiScopeRules.Each.Where(s => scopes.HasFlag(s)).Select(s => s.Name()));
}

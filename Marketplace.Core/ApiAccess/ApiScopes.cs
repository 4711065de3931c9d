namespace Marketplace.Core.ApiAccess;

/// <summary>What a personal API key may do; the numbers are stored.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read everything that the API shows.</summary>
    Read = 1,

    /// <summary>Change orders: ship, cancel, refund, buy labels, send tracking files.</summary>
    Orders = 2,

    /// <summary>Change stock, listings, links and the rules for what listings offer.</summary>
    Stock = 4,

    /// <summary>Start, stop and plan the jobs that read and write stores.</summary>
    Sync = 8,

    /// <summary>All of that, and connect stores, change settings, alerts and webhooks.</summary>
    Admin = 16,
}

/// <summary>Says what scopes allow.</summary>
public static class ApiScopeRules
{
    /// <summary>All scopes together.</summary>
    public const ApiScopes All = ApiScopes.Read | ApiScopes.Orders | ApiScopes.Stock | ApiScopes.Sync | ApiScopes.Admin;

    /// <summary>Scopes that a key may be given, the narrowest first.</summary>
    public static IReadOnlyList<ApiScopes> Each { get; } = [ApiScopes.Read, ApiScopes.Orders, ApiScopes.Stock, ApiScopes.Sync, ApiScopes.Admin];

    /// <summary>Whether holders of scopes may do what needs another; <see cref="ApiScopes.Admin"/> may do everything.</summary>
    public static bool Allow(this ApiScopes held, ApiScopes needed) => held.HasFlag(ApiScopes.Admin) || (held & needed) == needed;

    /// <summary>The scope's name on the wire and on screens ("orders").</summary>
    public static string Name(this ApiScopes scope) => scope.ToString().ToLowerInvariant();
}

using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>Answers a call in a seller's name.</summary>
internal delegate SandboxReply EbaySellerHandler(EbaySeller seller, SandboxCall call);

/// <summary>Stands before every operation: token, scope, quota, in eBay's order.</summary>
internal sealed class EbayDoor(EbayTokens tokens, EbaySellers sellers, EbayQuota quota, TimeProvider time)
{
    private const string PostOrder = "/post-order/";

    /// <summary>A handler that is reached only with the application's own token; a seller's is turned away.</summary>
    public SandboxHandler GuardApplication(string resource, SandboxHandler handler) =>
        call => Refuse(call, grant => !grant.OfSeller && grant.Scopes.Contains(EbayKeyset.ScopeRoot)) ?? (quota.Use(resource) ? handler(call) : EbayRefusal.TooMany);

    /// <summary>A handler that is reached with a token of either kind.</summary>
    public SandboxHandler GuardEither(string resource, string[] scopes, SandboxHandler handler) =>
        call => Refuse(call, grant => grant.OfSeller ? Has(grant, scopes) : grant.Scopes.Contains(EbayKeyset.ScopeRoot)) ?? (quota.Use(resource) ? handler(call) : EbayRefusal.TooMany);

    /// <summary>A handler that is reached only with a seller's token.</summary>
    /// <param name="resource">Whose quota a call uses.</param>
    /// <param name="scopes">Any one of these scopes, without the common root, is enough.</param>
    /// <param name="handler">Answers the call.</param>
    public SandboxHandler Guard(string resource, string[] scopes, EbaySellerHandler handler) =>
        call => Refuse(call, grant => grant.OfSeller && Has(grant, scopes)) ?? (quota.Use(resource) ? handler(sellers.Of(GrantOf(call)!.SellerId!), call) : EbayRefusal.TooMany);

    /// <summary>What the token of a call that got in stands for.</summary>
    public EbayGrant? GrantOf(SandboxCall call)
    {
        // The Post-Order API knows its own word alone, and refuses the usual one.
        var scheme = call.RawPath.StartsWith(PostOrder, StringComparison.Ordinal) ? "IAF " : "Bearer ";
        return call.Header("Authorization") is { } header && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? tokens.OfAccess(header[scheme.Length..].Trim()) : null;
    }

    private SandboxReply? Refuse(SandboxCall call, Func<EbayGrant, bool> allows)
    {
        if (string.IsNullOrWhiteSpace(call.Header("Authorization")))
        {
            return EbayRefusal.MissingToken;
        }

        if (GrantOf(call) is not { } grant)
        {
            return EbayRefusal.BadToken;
        }

        if (grant.EndsAt <= time.GetUtcNow())
        {
            return Expired(call);
        }

        return allows(grant) ? null : EbayRefusal.AccessDenied;
    }

    private static bool Has(EbayGrant grant, string[] scopes) => scopes.Any(scope => grant.Scopes.Contains(EbayKeyset.ScopeRoot + scope));

    /// <summary>What an expired token is told; the Inventory API speaks of permissions instead.</summary>
    public static SandboxReply Expired(SandboxCall call) =>
        call.RawPath.StartsWith("/sell/inventory/", StringComparison.Ordinal) ? EbayRefusal.AccessDenied : EbayRefusal.BadToken;
}

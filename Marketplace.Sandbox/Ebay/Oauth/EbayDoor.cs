using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>Stands before every operation: token, scope, quota, in eBay's order.</summary>
internal sealed class EbayDoor(EbayTokens tokens, EbayQuota quota, TimeProvider time)
{
    /// <summary>A handler that is reached only with a token of the right kind.</summary>
    /// <param name="resource">Whose quota a call uses.</param>
    /// <param name="scopes">Any one of these scopes, without the common root, is enough.</param>
    /// <param name="handler">Answers the call.</param>
    public SandboxHandler Guard(string resource, string[] scopes, SandboxHandler handler) =>
        call => Refuse(call, scopes) ?? (quota.Use(resource) ? handler(call) : EbayRefusal.TooMany);

    private SandboxReply? Refuse(SandboxCall call, string[] scopes)
    {
        var header = call.Header("Authorization");
        if (string.IsNullOrWhiteSpace(header))
        {
            return EbayRefusal.MissingToken;
        }

        var grant = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? tokens.OfAccess(header["Bearer ".Length..].Trim()) : null;
        if (grant is null)
        {
            return EbayRefusal.BadToken;
        }

        if (grant.EndsAt <= time.GetUtcNow())
        {
            return Expired(call);
        }

        return grant.OfSeller && scopes.Any(scope => grant.Scopes.Contains(EbayKeyset.ScopeRoot + scope)) ? null : EbayRefusal.AccessDenied;
    }

    /// <summary>What an expired token is told; the Inventory API speaks of permissions instead.</summary>
    public static SandboxReply Expired(SandboxCall call) =>
        call.RawPath.StartsWith("/sell/inventory/", StringComparison.Ordinal) ? EbayRefusal.AccessDenied : EbayRefusal.BadToken;
}

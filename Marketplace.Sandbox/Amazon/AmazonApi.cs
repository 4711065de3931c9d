using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>An authorised call to a seller's shop.</summary>
/// <param name="Call">The request.</param>
/// <param name="Store">The shop that the token opens.</param>
/// <param name="SeesBuyers">The token is one for restricted data, so that the older APIs show who bought.</param>
internal sealed record AmazonCall(SandboxCall Call, AmazonStore Store, bool SeesBuyers);

/// <summary>What every operation has in common: gateway, token, headers, refusals.</summary>
internal sealed class AmazonApi(AmazonGrants grants, SandboxOptions options, Func<string, AmazonStore> storeOf)
{
    private const int LongestUserAgent = 500;
    private long number;

    /// <summary>An operation that needs a seller's token.</summary>
    public SandboxHandler Seller(string region, double rate, Func<AmazonCall, SandboxReply> answer) => call =>
        Stamp(Guarded(call, grant =>
            grant.Kind == AmazonGrants.Grantless ? AmazonReplies.Denied("")
            : grant.Region.Split(':')[0] != region ? AmazonReplies.Denied("")
            : answer(new AmazonCall(call, storeOf(grant.Region), grant.Kind == AmazonGrants.Restricted))), rate);

    /// <summary>An operation that belongs to the application itself and needs a grantless token.</summary>
    public SandboxHandler Application(double rate, Func<SandboxCall, SandboxReply> answer) => call =>
        Stamp(Guarded(call, grant => grant.Kind == AmazonGrants.Grantless ? answer(call) : AmazonReplies.Denied("")), rate);

    /// <summary>
    /// Adds the request id, and the seller's rate where Amazon names it: with successes, 400 and 404, never with 401, 403
    /// or 429. A sandbox that enforces no limit names none.
    /// </summary>
    public SandboxReply Stamp(SandboxReply reply, double? rate)
    {
        var stamped = reply.With("x-amzn-RequestId", Guid.NewGuid().ToString("D"));
        return options.EnforceLimits && rate is { } limit && reply.Status is (>= 200 and < 300) or 400 or 404
            ? stamped.With("x-amzn-RateLimit-Limit", (limit * options.RateFactor).ToString("0.0###############", CultureInfo.InvariantCulture))
            : stamped;
    }

    private SandboxReply Guarded(SandboxCall call, Func<AmazonGrant, SandboxReply> answer)
    {
        if (options.Amazon.HtmlErrorPercent > Interlocked.Increment(ref number) * 37 % 100)
        {
            return AmazonReplies.GatewayHtml();
        }

        if ((call.Method is "GET" && call.Body.Length > 0) || call.Header("User-Agent")?.Length > LongestUserAgent)
        {
            return AmazonReplies.GatewayHtml();
        }

        if (call.Header("x-amz-access-token") is not { Length: > 0 } token)
        {
            return AmazonReplies.TokenMissing();
        }

        if (grants.Read(token) is not { Kind: not AmazonGrants.Refresh } grant)
        {
            return AmazonReplies.TokenInvalid();
        }

        if (grants.IsExpired(grant))
        {
            return AmazonReplies.TokenExpired();
        }

        try
        {
            return answer(grant);
        }
        catch (AmazonRefusal refusal)
        {
            return refusal.Reply;
        }
    }
}

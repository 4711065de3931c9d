using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>What is left of the day's quotas, by Developer Analytics.</summary>
internal sealed class EbayRateLimits(EbayQuota quota)
{
    private const int Day = 86_400;

    /// <summary>GET /rate_limit/. The filters are honoured to the letter, case included.</summary>
    public SandboxReply Get(SandboxCall call)
    {
        var limits = EbayQuota.Daily.Keys.Where(resource => !resource.StartsWith("oauth.", StringComparison.Ordinal)).Select(Of)
            .Where(limit => Fits(call, "api_context", limit.ApiContext) && Fits(call, "api_name", limit.ApiName))
            .ToList();
        return limits.Count == 0 ? SandboxReply.Empty(204) : SandboxReply.OfJson(200, new { rateLimits = limits });
    }

    private RateLimit Of(string resource)
    {
        var (context, name) = resource.Split('.') is [var first, var second, ..] ? (first, second) : (resource, resource);
        var (used, limit, reset) = quota.Of(resource);
        var rate = new Rate(used, limit, Math.Max(0, limit - used), EbayWire.Time(reset), Day);
        return context == "trading"
            ? new RateLimit("tradingapi", "TradingAPI", "v1", [new Resource(name, [rate])])
            : new RateLimit(context, name, "v1", [new Resource(resource, [rate])]);
    }

    private static bool Fits(SandboxCall call, string parameter, string value) => call.QueryValue(parameter) is not { Length: > 0 } wanted || wanted == value;

    private sealed record RateLimit(string ApiContext, string ApiName, string ApiVersion, IReadOnlyList<Resource> Resources);

    private sealed record Resource(string Name, IReadOnlyList<Rate> Rates);

    private sealed record Rate(long Count, long Limit, long Remaining, string Reset, int TimeWindow);
}

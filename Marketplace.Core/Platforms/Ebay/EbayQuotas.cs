using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Auth;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>What is left of the day's calls, over all stores of the application. eBay tells it nowhere else; its answers carry no such header.</summary>
internal sealed class EbayQuotas(EbayApi api, EbayApplication application)
{
    private const int Day = 86_400;

    /// <summary>All daily quotas; empty where eBay keeps none for the application (its own sandbox).</summary>
    public async Task<IReadOnlyList<EbayDailyQuota>> ReadAsync(CancellationToken cancellationToken)
    {
        // The filters of the call are case-sensitive and unreliable, so everything is fetched.
        var response = await api.SendAsync(new EbayCall(EbayOperations.GetRateLimits, application.Connection, "/developer/analytics/v1_beta/rate_limit/"), cancellationToken);
        var limits = response.Body.Length == 0 ? null : JsonSerializer.Deserialize<EbayRateLimits>(response.Body, EbayJson.Options);
        return
        [
            .. from limit in limits?.RateLimits ?? []
               from resource in limit.Resources ?? []
               from rate in resource.Rates ?? []
               where rate.TimeWindow == Day && resource.Name is not null
               select new EbayDailyQuota(resource.Name!, rate.Limit, rate.Remaining, rate.Reset),
        ];
    }
}

/// <summary>A quota of one day.</summary>
/// <param name="Resource">eBay's name of what is counted ("sell.fulfillment", "GetMyeBaySelling").</param>
/// <param name="Limit">Calls allowed a day.</param>
/// <param name="Remaining">Calls left today.</param>
/// <param name="ResetsAt">Start of eBay's next day, UTC.</param>
internal sealed record EbayDailyQuota(string Resource, long Limit, long Remaining, DateTimeOffset? ResetsAt);

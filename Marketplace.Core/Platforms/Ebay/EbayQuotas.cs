using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Auth;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>What is left of the day's calls, over all stores of the application. eBay tells it nowhere else; its answers carry no such header.</summary>
internal sealed class EbayQuotas(EbayApi api, EbayApplication application, EbayBudget budget) : IQuotaReader
{
    private const int Day = 86_400;

    /// <inheritdoc />
    /// <remarks>What it learns also slows the store's own calls down where little is left, so that the day ends before the quota does.</remarks>
    public async Task<IReadOnlyList<CallQuota>> ReadAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        // The filters of the call are case-sensitive and unreliable, so everything is fetched.
        var response = await api.SendAsync(new EbayCall(EbayOperations.GetRateLimits, application.Connection, "/developer/analytics/v1_beta/rate_limit/"), cancellationToken);
        var limits = response.Body.Length == 0 ? null : JsonSerializer.Deserialize<EbayRateLimits>(response.Body, EbayJson.Options);
        List<CallQuota> quotas =
        [
            .. from limit in limits?.RateLimits ?? []
               from resource in limit.Resources ?? []
               from rate in resource.Rates ?? []
               where rate.TimeWindow == Day && resource.Name is not null && EbayBudget.Counts(resource.Name)
               select new CallQuota(resource.Name!, rate.Limit, rate.Remaining, rate.Reset, Shared: true),
        ];
        budget.Follow(connection.ConnectionId, quotas);
        return quotas;
    }
}

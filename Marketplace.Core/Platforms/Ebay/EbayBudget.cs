using System.Collections.Concurrent;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Fits a store's calls into what eBay says is left of the day: slower when little is left, none when nothing is.</summary>
internal sealed class EbayBudget(OperationLimiter limiter, IOptions<PlatformHttpOptions> options, TimeProvider time)
{
    // Below this share of a day's quota the rest is spread over the rest of the day.
    private const double Scarce = 0.2;

    private static readonly Dictionary<string, OperationPlan[]> Operations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sell.fulfillment"] = [EbayOperations.GetOrders, EbayOperations.GetOrder, EbayOperations.CreateShippingFulfillment, EbayOperations.GetShippingFulfillments],
        ["sell.fulfillment.refund"] = [EbayOperations.IssueRefund],
        ["sell.inventory"] =
        [
            EbayOperations.GetInventoryItems, EbayOperations.BulkGetInventoryItem, EbayOperations.GetInventoryItemGroup, EbayOperations.GetOffers,
            EbayOperations.BulkUpdatePriceQuantity, EbayOperations.BulkMigrateListing,
        ],
        ["post-order.cancellation"] =
        [
            EbayOperations.CheckCancellationEligibility, EbayOperations.CreateCancellation, EbayOperations.SearchCancellations,
            EbayOperations.ApproveCancellation, EbayOperations.RejectCancellation,
        ],
        ["commerce.identity"] = [EbayOperations.GetUser],
        ["commerce.notification"] = [EbayOperations.GetSubscriptions, EbayOperations.CreateSubscription, EbayOperations.EnableSubscription],
        [EbayOperations.GetSellerList.Name] = [EbayOperations.GetSellerList],
        [EbayOperations.GetItem.Name] = [EbayOperations.GetItem],
        [EbayOperations.ReviseInventoryStatus.Name] = [EbayOperations.ReviseInventoryStatus],
    };

    private readonly ConcurrentDictionary<(Guid Connection, string Quota), bool> slowed = new();

    /// <summary>Whether a quota limits calls that are made here.</summary>
    public static bool Counts(string quota) => Operations.ContainsKey(quota);

    /// <summary>Applies what was read to the store's own calls.</summary>
    public void Follow(Guid connectionId, IEnumerable<CallQuota> quotas)
    {
        foreach (var quota in quotas)
        {
            var place = (connectionId, quota.Name);
            var left = (quota.ResetsAt ?? EbayDay.NextStart(time.GetUtcNow())) - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                continue;
            }

            var isScarce = quota.Remaining < quota.Limit * Scarce;
            if (isScarce)
            {
                slowed[place] = true;
            }

            if (isScarce || slowed.TryRemove(place, out _))
            {
                Set(connectionId, quota, left, isScarce);
            }
        }
    }

    private void Set(Guid connectionId, CallQuota quota, TimeSpan left, bool isScarce)
    {
        var operations = Operations[quota.Name];
        foreach (var operation in operations)
        {
            var usual = operation.RatePerSecond * options.Value.RateFactor;
            var share = Math.Max(1, quota.Remaining) / left.TotalSeconds / operations.Length;
            limiter.Learn(operation, connectionId, isScarce ? Math.Min(usual, share) : usual, quota.Remaining <= 0 ? time.GetUtcNow() + left : null);
        }
    }
}

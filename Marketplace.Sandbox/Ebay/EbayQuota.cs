using System.Collections.Concurrent;

namespace Marketplace.Sandbox.Ebay;

/// <summary>eBay's daily quotas: counted per API for the whole application, fresh at midnight Pacific, and announced by no header.</summary>
internal sealed class EbayQuota(SandboxOptions options, TimeProvider time)
{
    private static readonly TimeZoneInfo Pacific = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
    private readonly ConcurrentDictionary<(string Resource, DateTime Day), Counter> counters = new();

    /// <summary>Calls a day by resource.</summary>
    public static IReadOnlyDictionary<string, int> Daily { get; } = new Dictionary<string, int>
    {
        ["sell.fulfillment"] = 100_000,
        ["sell.fulfillment.refund"] = 100_000,
        ["sell.inventory"] = 2_000_000,
        ["sell.account"] = 25_000,
        ["sell.feed"] = 100_000,
        ["sell.finances"] = 15_000,
        ["post-order.cancellation"] = 5_000,
        ["post-order.return"] = 5_000,
        ["commerce.taxonomy"] = 5_000,
        ["commerce.identity"] = 10_000,
        ["commerce.notification"] = 10_000,
        ["developer.analytics"] = 10_000,
        ["developer.key_management"] = 10_000,
        ["oauth.authorization_code"] = 10_000,
        ["oauth.refresh_token"] = 50_000,
        ["oauth.client_credentials"] = 1_000,
        ["trading.GetMyeBaySelling"] = 5_000,
        ["trading.GetSellerList"] = 5_000,
        ["trading.GetSellerEvents"] = 5_000,
        ["trading.GetOrders"] = 5_000,
        ["trading.GetUser"] = 5_000,
        ["trading.GeteBayOfficialTime"] = 5_000,
        ["trading.GeteBayDetails"] = 5_000,
        ["trading.CompleteSale"] = 5_000,
        ["trading.GetItem"] = 5_000,
        ["trading.ReviseInventoryStatus"] = 5_000,
    };

    /// <summary>Uses one call; false when the day's are gone.</summary>
    public bool Use(string resource) => !options.EnforceLimits || counters.GetOrAdd((resource, Today), _ => new Counter()).Next() <= LimitOf(resource);

    /// <summary>Calls of today, what is allowed of them, and when the next day starts.</summary>
    public (long Used, long Limit, DateTimeOffset Reset) Of(string resource)
    {
        var tomorrow = Today.AddDays(1);
        return (counters.TryGetValue((resource, Today), out var counter) ? counter.Used : 0, (long)LimitOf(resource), new DateTimeOffset(tomorrow, Pacific.GetUtcOffset(tomorrow)).ToUniversalTime());
    }

    private DateTime Today => TimeZoneInfo.ConvertTime(time.GetUtcNow(), Pacific).Date;

    private double LimitOf(string resource) => options.Ebay.Quotas.TryGetValue(resource, out var set) ? set : Daily[resource] * options.RateFactor;

    private sealed class Counter
    {
        private long used;

        public long Used => Interlocked.Read(ref used);

        public long Next() => Interlocked.Increment(ref used);
    }
}

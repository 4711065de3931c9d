using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Orders API 2026-01-01.</summary>
internal sealed class AmazonOrdersApi(SandboxOptions options)
{
    private const string TokenText = "The paginationToken you have submitted is not valid. All parameters must match the original request except maxResultsPerPage.";
    private static readonly HashSet<string> Fulfillers = ["MERCHANT", "AMAZON"];

    /// <summary>searchOrders.</summary>
    public SandboxReply Search(AmazonCall request)
    {
        var call = request.Call;
        var store = request.Store;
        var window = AmazonOrderWindow.Read(call, "createdAfter", "createdBefore", "lastUpdatedAfter", "lastUpdatedBefore", store.Now());
        var statuses = call.List("fulfillmentStatuses", AmazonOrderStatus.All);
        var fulfillers = call.List("fulfilledBy", Fulfillers);
        var marketplaces = call.List("marketplaceIds");
        var included = call.List("includedData", AmazonOrderJson.DataSets);
        var size = call.Number("maxResultsPerPage", 100, 1, 100);
        if (marketplaces.Count > 50)
        {
            throw AmazonReplies.Invalid("At most 50 values are allowed for field [marketplaceIds].");
        }

        lock (store.Gate)
        {
            var now = store.Settle();
            var bound = string.Join('&', window.Text, string.Join(',', statuses.Order()), string.Join(',', fulfillers.Order()), string.Join(',', marketplaces.Order()));
            var start = Start(call, bound, window, now);
            var matching = AmazonOrderPages.Walk(store, window, start, order =>
                (statuses.Count == 0 || statuses.Contains(order.Status))
                && (fulfillers.Count == 0 || fulfillers.Contains(order.ShippedByAmazon ? "AMAZON" : "MERCHANT"))
                && (marketplaces.Count == 0 || marketplaces.Contains(store.Region.MarketplaceId)));
            var page = matching.Take(size + 1).ToList();
            var next = page.Count > size ? AmazonPageTokens.Make(bound, start.Write(window, page[size - 1]), Ticks(now)) : null;
            var before = AmazonReplies.Time(window.Before ?? now - AmazonOrderWindow.Delay);
            return SandboxReply.OfJson(200, new
            {
                orders = page.Take(size).Select(o => AmazonOrderJson.Write(o, store.Region, included)).ToArray(),
                pagination = next is null ? null : new { nextToken = next },
                lastUpdatedBefore = window.ByUpdate ? before : null,
                createdBefore = window.ByUpdate ? null : before,
            });
        }
    }

    /// <summary>getOrder.</summary>
    public static SandboxReply Get(AmazonCall request)
    {
        var included = request.Call.List("includedData", AmazonOrderJson.DataSets);
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            return SandboxReply.OfJson(200, new { order = AmazonOrderJson.Write(Find(request), request.Store.Region, included) });
        }
    }

    /// <summary>The order that a path names. Hold the store's lock.</summary>
    public static AmazonOrder Find(AmazonCall request) =>
        request.Store.Order(request.Call.Path["orderId"]) ?? throw AmazonReplies.NotFound("NotFound", $"Order {request.Call.Path["orderId"]} was not found.");

    private AmazonOrderStart Start(SandboxCall call, string bound, AmazonOrderWindow window, DateTimeOffset now)
    {
        if (call.QueryValue("paginationToken") is not { Length: > 0 } token)
        {
            return AmazonOrderStart.Of(window, now.AddSeconds(-options.LagSeconds));
        }

        return AmazonPageTokens.Read(token, 3) is { } parts
            && parts[0] == bound
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var issued)
            && now.UtcTicks - issued < TimeSpan.TicksPerDay
            && AmazonOrderStart.Read(parts[1]) is { } start
                ? start
                : throw AmazonReplies.InvalidMessage(TokenText);
    }

    private static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);
}

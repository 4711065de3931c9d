using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>The reading operations of Orders v0, which Amazon retires in 2027 and many clients still use.</summary>
internal sealed class AmazonOrdersV0Api(SandboxOptions options)
{
    private const string TokenText = "We could not decode your NextToken. Possible reasons include: a transmission error, improper quoting or a truncation problem.";
    private static readonly HashSet<string> Statuses = ["PendingAvailability", "Pending", "Unshipped", "PartiallyShipped", "Shipped", "InvoiceUnconfirmed", "Canceled", "Unfulfillable"];
    private static readonly HashSet<string> Channels = ["AFN", "MFN"];

    /// <summary>getOrders.</summary>
    public SandboxReply List(AmazonCall request)
    {
        var call = request.Call;
        var store = request.Store;
        var marketplaces = call.List("MarketplaceIds");
        if (marketplaces.Count is 0 or > 50)
        {
            throw AmazonReplies.Invalid("MarketplaceIds must hold 1 to 50 values.");
        }

        var statuses = call.List("OrderStatuses", Statuses);
        var channels = call.List("FulfillmentChannels", Channels);
        var size = call.Number("MaxResultsPerPage", 100, 1, 100);
        lock (store.Gate)
        {
            var now = store.Settle();
            bool Matches(AmazonOrder order) =>
                (statuses.Count == 0 || statuses.Contains(AmazonOrderStatus.Old(order.Status)))
                && (channels.Count == 0 || channels.Contains(order.ShippedByAmazon ? "AFN" : "MFN"))
                && marketplaces.Contains(store.Region.MarketplaceId);
            if (call.List("AmazonOrderIds") is { Count: > 0 } ids)
            {
                return ids.Count > 50
                    ? throw AmazonReplies.Invalid("At most 50 values are allowed for field [AmazonOrderIds].")
                    : Page(request, [.. ids.Select(store.Order).OfType<AmazonOrder>().Where(Matches)], null, null, now);
            }

            var (window, start) = Start(call, now);
            var page = AmazonOrderPages.Walk(store, window, start, Matches).Take(size + 1).ToList();
            var token = page.Count > size
                ? AmazonPageTokens.Make(window.ByUpdate ? "u" : "c", AmazonReplies.Time(window.After), start.Write(window, page[size - 1]))
                : null;
            return Page(request, [.. page.Take(size)], token, window, now);
        }
    }

    /// <summary>getOrder.</summary>
    public static SandboxReply Get(AmazonCall request) => Read(request, order => AmazonOrderV0Json.Order(order, request.Store.Region, request.SeesBuyers));

    /// <summary>getOrderItems.</summary>
    public static SandboxReply Items(AmazonCall request) => Read(request, order => AmazonOrderV0Json.Items(order, request.Store.Region));

    /// <summary>getOrderAddress, for restricted data tokens only.</summary>
    public static SandboxReply Address(AmazonCall request) => request.SeesBuyers
        ? Read(request, order => AmazonOrderV0Json.Address(order, request.Store.Region))
        : AmazonReplies.Denied("");

    /// <summary>getOrderBuyerInfo, for restricted data tokens only.</summary>
    public static SandboxReply Buyer(AmazonCall request) => request.SeesBuyers
        ? Read(request, order => AmazonOrderV0Json.Buyer(order, request.Store.Region))
        : AmazonReplies.Denied("");

    /// <summary>getOrderItemsBuyerInfo, for restricted data tokens only.</summary>
    public static SandboxReply ItemsBuyer(AmazonCall request) => request.SeesBuyers
        ? Read(request, AmazonOrderV0Json.ItemsBuyer)
        : AmazonReplies.Denied("");

    /// <summary>updateShipmentStatus, for orders that the buyer fetches from a store; nobody does here.</summary>
    public static SandboxReply Collected(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        AmazonBody.Required(body, "marketplaceId", "marketplaceId");
        var status = AmazonBody.Required(body, "shipmentStatus", "shipmentStatus");
        if (status is not ("ReadyForPickup" or "PickedUp" or "RefusedPickup"))
        {
            throw AmazonReplies.Invalid($"Invalid value(s) [{status}] for field [shipmentStatus].");
        }

        lock (request.Store.Gate)
        {
            request.Store.Settle();
            throw AmazonReplies.Invalid($"Order {AmazonOrdersApi.Find(request).Id} is not picked up in a store.");
        }
    }

    private static SandboxReply Read(AmazonCall request, Func<AmazonOrder, object> write)
    {
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            return AmazonReplies.OfPascal(200, new { payload = write(AmazonOrdersApi.Find(request)) });
        }
    }

    private static SandboxReply Page(AmazonCall request, List<AmazonOrder> orders, string? token, AmazonOrderWindow? window, DateTimeOffset now)
    {
        var before = AmazonReplies.OldTime(window?.Before ?? now - AmazonOrderWindow.Delay);
        return AmazonReplies.OfPascal(200, new
        {
            payload = new
            {
                Orders = orders.Select(o => AmazonOrderV0Json.Order(o, request.Store.Region, request.SeesBuyers)).ToArray(),
                NextToken = token,
                LastUpdatedBefore = window is { ByUpdate: true } ? before : null,
                CreatedBefore = window is { ByUpdate: true } ? null : before,
            },
        });
    }

    // A token brings its window along and overrides the filters' times.
    private (AmazonOrderWindow Window, AmazonOrderStart Start) Start(SandboxCall call, DateTimeOffset now)
    {
        if (call.QueryValue("NextToken") is not { Length: > 0 } token)
        {
            var window = AmazonOrderWindow.Read(call, "CreatedAfter", "CreatedBefore", "LastUpdatedAfter", "LastUpdatedBefore", now);
            return (window, AmazonOrderStart.Of(window, now.AddSeconds(-options.LagSeconds)));
        }

        return AmazonPageTokens.Read(token, 3) is { } parts
            && DateTimeOffset.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var after)
            && AmazonOrderStart.Read(parts[2]) is { } start
                ? (new AmazonOrderWindow(parts[0] == "u", after, null), start)
                : throw AmazonReplies.InvalidMessage(TokenText);
    }
}

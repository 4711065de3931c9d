using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Reads orders through the Orders API 2026-01-01, which gives items, buyer and parcels in one call.</summary>
public sealed class AmazonOrders(AmazonClient client, TimeProvider time) : IOrderFeed
{
    // Everything that is mapped, so that no order needs a call of its own: searching is allowed once in three minutes.
    private const string IncludedData = "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES";
    private const string OpenStatuses = "PENDING_AVAILABILITY,PENDING,UNSHIPPED,PARTIALLY_SHIPPED";

    /// <summary>Orders of a page.</summary>
    internal const int PageSize = 100;

    private const string Path = "/orders/2026-01-01/orders";

    /// <summary>How far back open orders are looked for: Amazon keeps orders for two years, sellers ship within days.</summary>
    private static readonly TimeSpan OpenOrdersReach = TimeSpan.FromDays(365);

    /// <inheritdoc />
    public async IAsyncEnumerable<RemotePage<RemoteOrder>> ListAsync(ConnectionContext connection, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(connection, changedSince, cancellationToken))
        {
            var mapped = page.Select(AmazonOrderMapping.Map).ToList();
            yield return new RemotePage<RemoteOrder>([.. mapped.Select(m => m.Order).OfType<RemoteOrder>()], null, [.. mapped.Select(m => m.Defect).OfType<RemoteDefect>()]);
        }
    }

    /// <summary>The pages as Amazon sends them, each order raw.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<JsonElement>> PagesAsync(
        ConnectionContext connection, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var marketplaces = string.Join(',', AmazonStoreData.Of(connection).MarketplaceIds);
        var after = Wire(changedSince ?? time.GetUtcNow() - OpenOrdersReach);
        string? token = null;
        do
        {
            // With a token Amazon wants every other parameter exactly as in the first call. The end of the window is left
            // to Amazon, which fixes it at the first page: a "before" near the present is refused when clocks differ.
            var query = AmazonClient.Query(
                (changedSince is null ? "createdAfter" : "lastUpdatedAfter", after),
                ("fulfillmentStatuses", changedSince is null ? OpenStatuses : null),
                ("marketplaceIds", marketplaces),
                ("maxResultsPerPage", PageSize.ToString(CultureInfo.InvariantCulture)),
                ("includedData", IncludedData),
                ("paginationToken", token));
            var page = await client.SendAsync<AmazonOrdersPageWire>(connection, AmazonOperations.SearchOrders, HttpMethod.Get, Path + query, null, cancellationToken);
            yield return page.Orders ?? [];
            token = page.Pagination?.NextToken;
        }
        while (token is { Length: > 0 });
    }

    /// <inheritdoc />
    /// <exception cref="TransientException">Amazon sent the order in a form that cannot be used.</exception>
    public async Task<RemoteOrder?> GetAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.SendAsync<AmazonOrderAnswerWire>(
                connection, AmazonOperations.GetOrder, HttpMethod.Get, OrderPath(externalOrderId, IncludedData), null, cancellationToken);
            var (order, defect) = AmazonOrderMapping.Map(answer.Order);
            return order ?? throw new TransientException(defect!.Reason) { Operation = AmazonOperations.GetOrder.Name };
        }
        catch (RejectedException exception) when (AmazonErrors.IsUnknown(exception))
        {
            return null;
        }
    }

    /// <summary>Path and query of one order.</summary>
    internal static string OrderPath(string orderId, string includedData) =>
        $"{Path}/{AmazonClient.Encode(orderId)}" + AmazonClient.Query(("includedData", includedData));

    private static string Wire(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

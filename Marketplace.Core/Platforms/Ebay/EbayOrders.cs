using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Orders by the Fulfillment API.</summary>
internal sealed class EbayOrders(EbayApi api, TimeProvider time) : IOrderFeed
{
    private const int PageSize = 200;
    private const string Root = "/sell/fulfillment/v1/order";
    private const string UnknownOrder = "32100";
    private const string InTheFuture = "30850";
    private static readonly TimeSpan Memory = TimeSpan.FromDays(2 * 365 - 1);

    /// <inheritdoc />
    public async IAsyncEnumerable<RemotePage<RemoteOrder>> ListAsync(
        ConnectionContext connection, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var filter = Filter(changedSince, now, EbayJson.Text(now));
        var seen = new HashSet<string>();
        int? total = null;
        for (var offset = 0; ;)
        {
            EbayOrderPage page;
            try
            {
                page = await PageAsync(connection, filter, offset, cancellationToken);
            }
            catch (RejectedException exception) when (exception.RawCode == InTheFuture && offset == 0)
            {
                // Our clock is ahead of eBay's, which then is the one to say what "now" means.
                filter = Filter(changedSince, now, "");
                page = await PageAsync(connection, filter, offset, cancellationToken);
            }

            var gone = Math.Max(0, (total ?? page.Total) - page.Total);
            total = page.Total;
            if (gone > 0 && offset > 0)
            {
                // Orders that changed meanwhile have left the window, and the rest moved up: step back, or as many would be skipped.
                offset = Math.Max(0, offset - gone);
                continue;
            }

            yield return await ReadAsync(connection, page, seen, cancellationToken);
            if (EbayLinks.OffsetOf(page.Next) is not { } next || next <= offset)
            {
                yield break;
            }

            offset = next;
        }
    }

    /// <inheritdoc />
    public async Task<RemoteOrder?> GetAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken)
    {
        try
        {
            return EbayOrderMapping.ToRemote(await OneAsync(connection, externalOrderId, cancellationToken));
        }
        catch (RejectedException exception) when (exception.RawCode == UnknownOrder)
        {
            return null;
        }
        catch (EbayShapeException exception)
        {
            throw new RejectedException($"eBay's answer for the order cannot be used: {exception.Message}", exception) { Operation = EbayOperations.GetOrder.Name };
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RemoteOrder>> GetManyAsync(ConnectionContext connection, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken)
    {
        var page = await api.ReadAsync<EbayOrderPage>(
            new EbayCall(EbayOperations.GetOrders, connection, $"{Root}?orderIds={string.Join("%2C", externalOrderIds.Select(Uri.EscapeDataString))}"), cancellationToken);
        var read = await ReadAsync(connection, page, [], cancellationToken);
        return read.Defects is [var defect, ..] ? throw new RejectedException($"eBay's answer for order {defect.ExternalId} cannot be used: {defect.Reason}") { Operation = EbayOperations.GetOrders.Name } : read.Items;
    }

    /// <summary>
    /// Changes by <c>lastmodifieddate</c> alone, since eBay drops it silently beside <c>creationdate</c>; open orders by status over the
    /// two years that eBay keeps, since without a date it shows 90 days only. The end is fixed, so that paging has one.
    /// </summary>
    private static string Filter(DateTimeOffset? changedSince, DateTimeOffset now, string end)
    {
        var oldest = now - Memory;
        var from = EbayJson.Text(changedSince > oldest ? changedSince.Value : oldest);
        return changedSince is null
            ? $"creationdate:[{from}..{end}],orderfulfillmentstatus:{{NOT_STARTED|IN_PROGRESS}}"
            : $"lastmodifieddate:[{from}..{end}]";
    }

    private Task<EbayOrderPage> PageAsync(ConnectionContext connection, string filter, int offset, CancellationToken cancellationToken) => api.ReadAsync<EbayOrderPage>(
        new EbayCall(EbayOperations.GetOrders, connection, $"{Root}?filter={Uri.EscapeDataString(filter)}&limit={PageSize}&offset={offset}"), cancellationToken);

    private Task<EbayOrder> OneAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken) =>
        api.ReadAsync<EbayOrder>(new EbayCall(EbayOperations.GetOrder, connection, $"{Root}/{Uri.EscapeDataString(orderId)}"), cancellationToken);

    private async Task<RemotePage<RemoteOrder>> ReadAsync(ConnectionContext connection, EbayOrderPage page, HashSet<string> seen, CancellationToken cancellationToken)
    {
        var orders = new List<RemoteOrder>();
        var defects = new List<RemoteDefect>();
        foreach (var element in page.Orders ?? [])
        {
            var id = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("orderId", out var value) ? value.ToString() : null;
            if (id is not null && !seen.Add(id))
            {
                continue;
            }

            try
            {
                var order = EbayShapeException.Need(element.Deserialize<EbayOrder>(EbayJson.Options), "order");
                if (id is not null && order.CancelStatus is { CancelState: "IN_PROGRESS", CancelRequests: null or { Count: 0 } })
                {
                    // A list never says whether the buyer still waits for a word, or the cancellation is agreed upon; the order itself does.
                    order = await OneAsync(connection, id, cancellationToken);
                }

                orders.Add(EbayOrderMapping.ToRemote(order));
            }
            catch (Exception exception) when (exception is EbayShapeException or JsonException or RejectedException)
            {
                defects.Add(new RemoteDefect(id ?? "(order without id)", exception is JsonException json ? $"eBay sent it in an unknown shape (at {json.Path})." : exception.Message));
            }
        }

        return new RemotePage<RemoteOrder>(orders, page.Total, defects);
    }
}

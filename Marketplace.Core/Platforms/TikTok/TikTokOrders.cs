using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Reads a shop's orders.</summary>
internal sealed class TikTokOrders(TikTokApi api, TimeProvider time) : IOrderFeed
{
    private const int PageSize = 100;

    // In the order in which an order passes through them: one that moves on while it is being listed is met again later.
    private static readonly string[] Open = ["UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "PARTIALLY_SHIPPING"];

    public async IAsyncEnumerable<RemotePage<RemoteOrder>> ListAsync(
        ConnectionContext connection, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow().ToUnixTimeSeconds() + 1;
        if (changedSince is { } since)
        {
            var changed = new TikTokOrderFilter { UpdateTimeGe = since.ToUnixTimeSeconds(), UpdateTimeLt = end };
            await foreach (var page in SearchAsync(connection, changed, "update_time", cancellationToken))
            {
                yield return page;
            }

            yield break;
        }

        foreach (var status in Open)
        {
            await foreach (var page in SearchAsync(connection, new TikTokOrderFilter { OrderStatus = status, CreateTimeLt = end }, "create_time", cancellationToken))
            {
                yield return page;
            }
        }
    }

    public async Task<RemoteOrder?> GetAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken)
    {
        var order = await DetailAsync(connection, externalOrderId, cancellationToken);
        try
        {
            return order is null ? null : TikTokOrderMapping.Map(order);
        }
        catch (FormatException exception)
        {
            throw new RejectedException($"TikTok Shop's order {externalOrderId} cannot be used: {exception.Message}.", exception) { Operation = TikTokOperations.GetOrderDetail.Name };
        }
    }

    public async Task<IReadOnlyList<RemoteOrder>> GetManyAsync(ConnectionContext connection, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken)
    {
        var read = MapPage(await FetchAsync(connection, externalOrderIds, cancellationToken));
        return read.Defects is [var defect, ..] ? throw new RejectedException(defect.Reason) { Operation = TikTokOperations.GetOrderDetail.Name } : read.Items;
    }

    /// <summary>One order as TikTok Shop tells it; null where it is not this shop's.</summary>
    internal async Task<TikTokOrder?> DetailAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken)
    {
        try
        {
            return (await DetailsAsync(connection, [orderId], cancellationToken)).FirstOrDefault();
        }
        catch (RejectedException exception) when (exception.RawCode == TikTokErrors.ForeignOrder)
        {
            return null;
        }
    }

    /// <summary>Orders of this shop, at most 50, as TikTok Shop tells them.</summary>
    /// <exception cref="RejectedException">One of them is another shop's, or cannot be read.</exception>
    internal async Task<List<TikTokOrder>> DetailsAsync(ConnectionContext connection, IReadOnlyList<string> orderIds, CancellationToken cancellationToken)
    {
        var page = await FetchAsync(connection, orderIds, cancellationToken);
        return [.. (page.Orders ?? []).Select(Read)];
    }

    private Task<TikTokOrderPage> FetchAsync(ConnectionContext connection, IReadOnlyList<string> orderIds, CancellationToken cancellationToken) => api.CallAsync<TikTokOrderPage>(
        connection,
        new TikTokCall(TikTokOperations.GetOrderDetail, HttpMethod.Get, "/order/202507/orders", new Dictionary<string, string> { ["ids"] = string.Join(',', orderIds) }),
        cancellationToken);

    private async IAsyncEnumerable<RemotePage<RemoteOrder>> SearchAsync(
        ConnectionContext connection, TikTokOrderFilter filter, string sortField, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var query = new Dictionary<string, string>
            {
                ["page_size"] = PageSize.ToString(CultureInfo.InvariantCulture),
                ["sort_field"] = sortField,
                ["sort_order"] = "ASC",
            };
            if (next is not null)
            {
                query["page_token"] = next;
            }

            var page = await api.CallAsync<TikTokOrderPage>(
                connection, new TikTokCall(TikTokOperations.GetOrderList, HttpMethod.Post, "/order/202309/orders/search", query, filter), cancellationToken);
            yield return MapPage(page);
            next = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    private static RemotePage<RemoteOrder> MapPage(TikTokOrderPage page)
    {
        var orders = new List<RemoteOrder>();
        var defects = new List<RemoteDefect>();
        foreach (var element in page.Orders ?? [])
        {
            try
            {
                orders.Add(TikTokOrderMapping.Map(element.Deserialize<TikTokOrder>(TikTokJson.Options)!));
            }
            catch (FormatException exception)
            {
                defects.Add(new RemoteDefect(IdOf(element), $"TikTok Shop sent an order that cannot be used: {exception.Message}."));
            }
            catch (JsonException exception)
            {
                // Only the path: the message itself may quote the order's content.
                defects.Add(new RemoteDefect(IdOf(element), $"TikTok Shop sent an order that cannot be read at {exception.Path ?? "its start"}."));
            }
        }

        return new RemotePage<RemoteOrder>(orders, page.TotalCount, defects);
    }

    private static TikTokOrder Read(JsonElement element)
    {
        try
        {
            return element.Deserialize<TikTokOrder>(TikTokJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw new RejectedException($"TikTok Shop's order {IdOf(element)} cannot be read.", exception) { Operation = TikTokOperations.GetOrderDetail.Name };
        }
    }

    private static string IdOf(JsonElement order) =>
        order.ValueKind == JsonValueKind.Object && order.TryGetProperty("id", out var id) ? id.ToString() : "unknown";
}

/// <summary>Body of an order search; a lower bound is inclusive, an upper one exclusive, in Unix seconds.</summary>
internal sealed record TikTokOrderFilter
{
    public string? OrderStatus { get; init; }

    public long? CreateTimeLt { get; init; }

    public long? UpdateTimeGe { get; init; }

    public long? UpdateTimeLt { get; init; }
}

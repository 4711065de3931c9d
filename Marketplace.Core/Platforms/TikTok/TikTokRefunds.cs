using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>
/// Refunds of shipped orders: a request that the seller makes in the buyer's stead, nothing to be sent back, and then approves. What is
/// not shipped yet is refunded by cancelling it.
/// </summary>
internal sealed class TikTokRefunds(TikTokApi api, TikTokPackages packages) : IRefunder
{
    private const string Path = "/return_refund/202309/returns";
    private const string Pending = "RETURN_OR_REFUND_REQUEST_PENDING";
    private const string Granted = "RETURN_OR_REFUND_REQUEST_SUCCESS";
    private const string Paid = "RETURN_OR_REFUND_REQUEST_COMPLETE";
    private const int PageSize = 50;

    // "The status does not allow this", in its several wordings: somebody, or an earlier call of ours, has settled it.
    private static readonly HashSet<string> Settled = ["25001003", "25011012", "25020003", "25020010"];

    /// <inheritdoc />
    public IReadOnlyList<RefundReason> Reasons => TikTokRefundReasons.All;

    /// <inheritdoc />
    public async Task<RefundReceipt> RefundAsync(ConnectionContext connection, RefundRequest request, CancellationToken cancellationToken)
    {
        var earlier = (await AllAsync(connection, request.ExternalOrderId, cancellationToken))
            .FindLast(known => known.IsBySeller && StatusOf(known.ReturnStatus) != RefundStatus.Failed && !request.AlreadyRefunded.Contains(known.ReturnId));
        if (earlier is not null)
        {
            return await ApproveAsync(connection, earlier.ReturnId, earlier.ReturnStatus, cancellationToken);
        }

        var order = await packages.OrderAsync(connection, request.ExternalOrderId, cancellationToken);
        var body = new TikTokCreateReturn(
            order.Id,
            request.Lines.Count == 0 ? null : Units(order, request.Lines),
            "REFUND",
            TikTokRefundReasons.Of(request.Reason, order.Status, TikTokStore.Of(connection).Region),
            request.Amount.ToWire(),
            request.Amount.Currency);
        var made = await api.CallAsync<TikTokCreatedReturn>(
            connection,
            new TikTokCall(TikTokOperations.CreateReturn, HttpMethod.Post, Path, new Dictionary<string, string> { ["idempotency_key"] = KeyOf(request) }, body),
            cancellationToken);
        return await ApproveAsync(connection, made.ReturnId, made.ReturnStatus, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RemoteRefund>> ReadAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken) =>
        [.. (await AllAsync(connection, externalOrderId, cancellationToken)).Where(known => known.IsBySeller || known.ReturnStatus is Granted or Paid).Select(ToRemote)];

    private async Task<RefundReceipt> ApproveAsync(ConnectionContext connection, string returnId, string? status, CancellationToken cancellationToken)
    {
        if (status == Pending)
        {
            try
            {
                await api.CallAsync<TikTokNothing>(
                    connection,
                    new TikTokCall(
                        TikTokOperations.ApproveReturn, HttpMethod.Post, $"{Path}/{returnId}/approve",
                        new Dictionary<string, string> { ["idempotency_key"] = $"approve-{returnId}" }, new TikTokApproveReturn("APPROVE_REFUND")),
                    cancellationToken);
            }
            catch (RejectedException exception) when (exception.RawCode is { } code && Settled.Contains(code))
            {
                // What became of it is read back.
            }

            return new RefundReceipt(returnId, RefundStatus.Pending);
        }

        return new RefundReceipt(returnId, StatusOf(status));
    }

    private async Task<List<TikTokReturn>> AllAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken)
    {
        var all = new List<TikTokReturn>();
        string? next = null;
        do
        {
            var query = new Dictionary<string, string> { ["page_size"] = PageSize.ToString(CultureInfo.InvariantCulture), ["sort_field"] = "create_time", ["sort_order"] = "ASC" };
            if (next is not null)
            {
                query["page_token"] = next;
            }

            var page = await api.CallAsync<TikTokReturnPage>(
                connection, new TikTokCall(TikTokOperations.SearchReturns, HttpMethod.Post, $"{Path}/search", query, new TikTokReturnFilter([orderId])), cancellationToken);
            all.AddRange(page.ReturnOrders ?? []);
            next = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(next));
        return all;
    }

    private static List<string> Units(TikTokOrder order, IReadOnlyList<RefundLine> lines)
    {
        var folded = TikTokFolding.Lines(order).ToDictionary(line => line.Id);
        return
        [
            .. lines.SelectMany(wish => folded.TryGetValue(wish.ExternalLineId, out var line)
                ? line.Wanted.Select(unit => unit.Id)
                : throw new RejectedException($"Order {order.Id} has no line {wish.ExternalLineId}.") { Field = "order_line_item_ids", Operation = TikTokOperations.CreateReturn.Name }),
        ];
    }

    // The same wish has the same key however often it is sent; another wish on the order comes after further refunds.
    private static string KeyOf(RefundRequest request)
    {
        var wish = string.Join('\n', [request.ExternalOrderId, request.Amount.ToWire(), .. request.Lines.Select(line => line.ExternalLineId), .. request.AlreadyRefunded]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wish)))[..32];
    }

    private static RemoteRefund ToRemote(TikTokReturn known) => new(
        known.ReturnId,
        known.RefundAmount is { Currency: { Length: 3 } currency, RefundTotal: { Length: > 0 } total }
            ? Money.Parse(total, currency)
            : throw new TransientException($"TikTok Shop tells no amount of the refund {known.ReturnId}.") { Operation = TikTokOperations.SearchReturns.Name },
        StatusOf(known.ReturnStatus),
        known.UpdateTime is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null);

    private static RefundStatus StatusOf(string? status) => status switch
    {
        Paid => RefundStatus.Refunded,
        "REFUND_OR_RETURN_REQUEST_REJECT" or "RETURN_OR_REFUND_REQUEST_CANCEL" or "REJECT_RECEIVE_PACKAGE" => RefundStatus.Failed,
        _ => RefundStatus.Pending,
    };
}

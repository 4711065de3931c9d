using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>
/// Refunds of shipped orders: a request that the seller makes in the buyer's stead, nothing to be sent back, and then approves. What is
/// not shipped yet is refunded by cancelling it.
/// </summary>
internal sealed class TikTokRefunds(TikTokApi api, TikTokPackages packages, TikTokReturnBook book) : IRefunder
{
    private const string Pending = "RETURN_OR_REFUND_REQUEST_PENDING";
    private const string Granted = "RETURN_OR_REFUND_REQUEST_SUCCESS";
    private const string Paid = "RETURN_OR_REFUND_REQUEST_COMPLETE";

    /// <inheritdoc />
    public IReadOnlyList<RefundReason> Reasons => TikTokRefundReasons.All;

    /// <inheritdoc />
    public async Task<RefundReceipt> RefundAsync(ConnectionContext connection, RefundRequest request, CancellationToken cancellationToken)
    {
        var earlier = (await book.OfOrdersAsync(connection, [request.ExternalOrderId], cancellationToken))
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
            new TikTokCall(TikTokOperations.CreateReturn, HttpMethod.Post, TikTokReturnBook.Path, new Dictionary<string, string> { ["idempotency_key"] = KeyOf(request) }, body),
            cancellationToken);
        return await ApproveAsync(connection, made.ReturnId, made.ReturnStatus, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RemoteRefund>> ReadAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken) =>
        [.. (await book.OfOrdersAsync(connection, [externalOrderId], cancellationToken)).Where(known => known.IsBySeller || known.ReturnStatus is Granted or Paid).Select(ToRemote)];

    private async Task<RefundReceipt> ApproveAsync(ConnectionContext connection, string returnId, string? status, CancellationToken cancellationToken)
    {
        if (status == Pending)
        {
            try
            {
                await api.CallAsync<TikTokNothing>(
                    connection,
                    new TikTokCall(
                        TikTokOperations.ApproveReturn, HttpMethod.Post, $"{TikTokReturnBook.Path}/{returnId}/approve",
                        new Dictionary<string, string> { ["idempotency_key"] = $"approve-{returnId}" }, new TikTokApproveReturn("APPROVE_REFUND")),
                    cancellationToken);
            }
            catch (RejectedException exception) when (exception.RawCode is { } code && TikTokReturnBook.Settled.Contains(code))
            {
                // What became of it is read back.
            }

            return new RefundReceipt(returnId, RefundStatus.Pending);
        }

        return new RefundReceipt(returnId, StatusOf(status));
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

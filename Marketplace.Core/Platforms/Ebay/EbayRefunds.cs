using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Signing;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Refunds by issueRefund. eBay takes a refund at once, pays it later, and shows on the order how far it is.</summary>
internal sealed class EbayRefunds(EbayApi api, EbaySigningKeys keys) : IRefunder
{
    private static readonly Dictionary<RefundReason, string> Words = new()
    {
        [RefundReason.BuyerCancelled] = "BUYER_CANCEL",
        [RefundReason.SellerCancelled] = "SELLER_CANCEL",
        [RefundReason.NotReceived] = "ITEM_NOT_RECEIVED",
        [RefundReason.Returned] = "BUYER_RETURN",
        [RefundReason.NotAsDescribed] = "ITEM_NOT_AS_DESCRIBED",
        [RefundReason.Adjustment] = "OTHER_ADJUSTMENT",
    };

    /// <inheritdoc />
    public IReadOnlyList<RefundReason> Reasons { get; } = [.. Words.Keys];

    /// <inheritdoc />
    /// <remarks>
    /// What an unanswered call did is looked for once. If it cannot be seen yet, this throws, and the next try looks first; eBay itself
    /// takes no second refund while one is being paid.
    /// </remarks>
    public async Task<RefundReceipt> RefundAsync(ConnectionContext connection, RefundRequest request, CancellationToken cancellationToken)
    {
        if (await FindAsync(connection, request, cancellationToken) is { } done)
        {
            return done;
        }

        var call = new EbayCall(EbayOperations.IssueRefund, connection, $"{PathOf(request.ExternalOrderId)}/issue_refund")
        {
            Body = Body(request),
            SigningKey = await keys.ForAsync(connection, cancellationToken),
        };
        try
        {
            var answer = await api.ReadAsync<EbayRefundAnswer>(call, cancellationToken);
            return new RefundReceipt(answer.RefundId, StatusOf(answer.RefundStatus, null));
        }
        catch (TransientException exception) when (exception.OutcomeUnknown)
        {
            return await FindAsync(connection, request, cancellationToken) ?? throw new TransientException(
                "eBay did not answer the refund, and does not show it yet. It is looked for again before anything is sent twice.", exception)
            {
                Operation = EbayOperations.IssueRefund.Name,
                OutcomeUnknown = true,
            };
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RemoteRefund>> ReadAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken)
    {
        var order = await api.ReadAsync<EbayOrder>(new EbayCall(EbayOperations.GetOrder, connection, PathOf(externalOrderId)), cancellationToken);
        return Read(order);
    }

    /// <summary>The refunds of an order: those on the whole of it, and those on lines, whose parts share an id.</summary>
    public static IReadOnlyList<RemoteRefund> Read(EbayOrder order)
    {
        var whole = (order.PaymentSummary?.Refunds ?? []).Where(refund => IdOf(refund) is not null).DistinctBy(IdOf).Select(refund => ToRemote(refund, [refund])).ToList();
        var known = whole.Select(refund => refund.ExternalId).ToHashSet();
        var onLines = (order.LineItems ?? []).SelectMany(line => line.Refunds ?? [])
            .Where(refund => IdOf(refund) is { } id && !known.Contains(id))
            .GroupBy(IdOf)
            .Select(parts => ToRemote(parts.First(), [.. parts]));
        return [.. whole, .. onLines];
    }

    private async Task<RefundReceipt?> FindAsync(ConnectionContext connection, RefundRequest request, CancellationToken cancellationToken)
    {
        var shown = await ReadAsync(connection, request.ExternalOrderId, cancellationToken);
        return shown.LastOrDefault(refund => refund.Status != RefundStatus.Failed && !request.AlreadyRefunded.Contains(refund.ExternalId)) is { } found ? new RefundReceipt(found.ExternalId, found.Status) : null;
    }

    private static EbayRefundRequest Body(RefundRequest request) => new(
        Words[request.Reason],
        string.IsNullOrWhiteSpace(request.Comment) ? null : request.Comment,
        request.Lines.Count == 0 ? AmountOf(request.Amount) : null,
        request.Lines.Count == 0 ? null : [.. request.Lines.Select(line => new EbayRefundItem(line.ExternalLineId, AmountOf(line.Amount)))]);

    private static RemoteRefund ToRemote(EbayOrderRefund refund, IReadOnlyList<EbayOrderRefund> parts) => new(
        IdOf(refund)!,
        parts.Select(part => EbayMoney.Of(part.Amount, "refunds.amount")).Aggregate((sum, part) => sum + part),
        StatusOf(refund.RefundStatus, refund.RefundDate),
        refund.RefundDate);

    // Refunds of other origin than this call have the reference alone.
    private static string? IdOf(EbayOrderRefund refund) => refund.RefundId is { Length: > 0 } id ? id : refund.RefundReferenceId;

    private static RefundStatus StatusOf(string? status, DateTimeOffset? paidAt) => status switch
    {
        "REFUNDED" => RefundStatus.Refunded,
        "FAILED" => RefundStatus.Failed,
        null when paidAt is not null => RefundStatus.Refunded,
        _ => RefundStatus.Pending,
    };

    private static EbayAmount AmountOf(Money amount) => new(amount.ToWire(), amount.Currency);

    private static string PathOf(string orderId) => $"/sell/fulfillment/v1/order/{Uri.EscapeDataString(orderId)}";
}

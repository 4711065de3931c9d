using System.Runtime.CompilerServices;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Returns that buyers, or TikTok Shop for them, have asked for. Refunds that the seller starts are no returns, and are left out.</summary>
internal sealed class TikTokReturnDesk(TikTokApi api, TikTokOrders orders, TikTokReturnBook book) : IReturnDesk
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RemoteReturn>> ReadAsync(ConnectionContext connection, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken) =>
        await ToRemoteAsync(connection, await book.OfOrdersAsync(connection, externalOrderIds, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<IReadOnlyList<RemoteReturn>> ReadChangedAsync(
        ConnectionContext connection, DateTimeOffset changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in book.ChangedAsync(connection, changedSince, cancellationToken))
        {
            yield return await ToRemoteAsync(connection, page, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RefusalReason>> RefusalReasonsAsync(ConnectionContext connection, string externalReturnId, CancellationToken cancellationToken)
    {
        var query = new Dictionary<string, string> { ["return_or_cancel_id"] = externalReturnId, ["locale"] = "en-US" };
        var answer = await api.CallAsync<TikTokRejectReasons>(
            connection, new TikTokCall(TikTokOperations.GetRejectReasons, HttpMethod.Get, "/return_refund/202309/reject_reasons", query), cancellationToken);
        return [.. (answer.Reasons ?? []).Where(reason => reason.Name is { Length: > 0 }).Select(reason => new RefusalReason(reason.Name!, reason.Text is { Length: > 0 } text ? text : reason.Name!))];
    }

    /// <inheritdoc />
    public async Task AnswerAsync(ConnectionContext connection, RemoteReturnAnswer answer, CancellationToken cancellationToken)
    {
        var verb = answer.Accepts ? "approve" : "reject";
        var asked = answer.Question switch
        {
            ReturnQuestion.Refund => "REFUND",
            ReturnQuestion.Return => "RETURN",
            ReturnQuestion.Goods => "RECEIVED_PACKAGE",
            _ => "REPLACEMENT",
        };

        // The key makes a repeat of the same answer one answer; a later question about the same return has another.
        var key = new Dictionary<string, string> { ["idempotency_key"] = $"{verb}-{asked}-{answer.ExternalReturnId}" };
        var path = $"{TikTokReturnBook.Path}/{answer.ExternalReturnId}/{verb}";
        var call = answer.Accepts
            ? new TikTokCall(TikTokOperations.ApproveReturn, HttpMethod.Post, path, key, new TikTokApproveReturn($"APPROVE_{asked}"))
            : new TikTokCall(TikTokOperations.RejectReturn, HttpMethod.Post, path, key, new TikTokRejectReturn($"REJECT_{asked}", answer.Reason, answer.Comment));
        try
        {
            await api.CallAsync<TikTokNothing>(connection, call, cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && TikTokReturnBook.Settled.Contains(code))
        {
            // What became of it is read back.
        }
    }

    /// <summary>Those of buyers; their orders tell, in one call, which line each unit belongs to.</summary>
    private async Task<IReadOnlyList<RemoteReturn>> ToRemoteAsync(ConnectionContext connection, IReadOnlyList<TikTokReturn> returns, CancellationToken cancellationToken)
    {
        var byBuyers = returns.Where(known => !known.IsBySeller && known.OrderId is { Length: > 0 }).ToList();
        var orderIds = byBuyers.Select(known => known.OrderId!).Distinct().ToList();
        if (orderIds.Count == 0)
        {
            return [];
        }

        var lines = (await orders.DetailsAsync(connection, orderIds, cancellationToken)).SelectMany(TikTokFolding.Lines)
            .SelectMany(line => line.Units.Select(unit => (unit.Id, Line: line.Id))).ToDictionary(unit => unit.Id, unit => unit.Line);
        return byBuyers.ConvertAll(known => ToRemote(known, lines));
    }

    private static RemoteReturn ToRemote(TikTokReturn known, Dictionary<string, string> lines)
    {
        var next = known.SellerNextActionResponse?.FirstOrDefault(action => QuestionOf(action.Action) is not null);
        var created = DateTimeOffset.FromUnixTimeSeconds(known.CreateTime ?? known.UpdateTime ?? 0);
        return new RemoteReturn
        {
            ExternalId = known.ReturnId,
            ExternalOrderId = known.OrderId!,
            Wish = known.ReturnType switch { "REFUND" => ReturnWish.Refund, "REPLACEMENT" => ReturnWish.Replacement, _ => ReturnWish.Return },
            Status = StatusOf(known.ReturnStatus),
            Question = QuestionOf(next?.Action),
            AnswerBy = next?.Deadline is > 0 and var deadline ? DateTimeOffset.FromUnixTimeSeconds(deadline) : null,
            Reason = known.ReturnReasonText is { Length: > 0 } text ? text : known.ReturnReason,
            Amount = known.RefundAmount is { Currency: { Length: 3 } currency, RefundTotal: { Length: > 0 } total } ? Money.Parse(total, currency) : null,
            TrackingNumber = known.ReturnTrackingNumber is { Length: > 0 } tracking ? tracking : null,
            CarrierName = known.ReturnProviderName is { Length: > 0 } carrier ? carrier : null,
            CreatedAt = created,
            UpdatedAt = known.UpdateTime is { } updated ? DateTimeOffset.FromUnixTimeSeconds(updated) : created,
            Lines = (known.ReturnLineItems ?? []).Select(item => item.OrderLineItemId).OfType<string>().Where(lines.ContainsKey).GroupBy(unit => lines[unit]).ToDictionary(line => line.Key, line => line.Count()),
        };
    }

    private static ReturnStatus StatusOf(string? status) => status switch
    {
        "AWAITING_BUYER_SHIP" => ReturnStatus.AwaitingGoods,
        "BUYER_SHIPPED_ITEM" => ReturnStatus.OnTheWay,
        "AWAITING_BUYER_RESPONSE" => ReturnStatus.Offered,
        "RETURN_OR_REFUND_REQUEST_SUCCESS" => ReturnStatus.Agreed,
        "RETURN_OR_REFUND_REQUEST_COMPLETE" => ReturnStatus.Settled,
        "REFUND_OR_RETURN_REQUEST_REJECT" or "REJECT_RECEIVE_PACKAGE" => ReturnStatus.Refused,
        "RETURN_OR_REFUND_REQUEST_CANCEL" => ReturnStatus.Withdrawn,
        _ => ReturnStatus.Requested,
    };

    private static ReturnQuestion? QuestionOf(string? action) => action switch
    {
        "SELLER_RESPOND_REFUND" => ReturnQuestion.Refund,
        "SELLER_RESPOND_RETURN" => ReturnQuestion.Return,
        "SELLER_RESPOND_RECEIVE_PACKAGE" => ReturnQuestion.Goods,
        "SELLER_RESPOND_REPLACEMENT" => ReturnQuestion.Replacement,
        _ => null,
    };
}

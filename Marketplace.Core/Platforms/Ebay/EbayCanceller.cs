using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Signing;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Cancellations by the Post-Order API, which cancels whole orders alone and refunds the buyer by itself.</summary>
internal sealed class EbayCanceller(EbayApi api, EbaySigningKeys keys) : IOrderCanceller
{
    private const string Root = "/post-order/v2/cancellation";
    private const string Exists = "CANCELLATION_EXIST";
    private const string AwaitsSeller = "APPROVAL_PENDING";
    private const string Requested = "CANCEL_REQUESTED";
    private const string Rejected = "CANCEL_REJECTED";

    private static readonly Dictionary<CancelReason, string> Words = new()
    {
        [CancelReason.OutOfStock] = "OUT_OF_STOCK_OR_CANNOT_FULFILL",
        [CancelReason.Undeliverable] = "ADDRESS_ISSUES",
        [CancelReason.BuyerRequest] = "BUYER_ASKED_CANCEL",
    };

    /// <inheritdoc />
    public IReadOnlyList<CancelReason> Reasons { get; } = [.. Words.Keys];

    /// <inheritdoc />
    public async Task CancelAsync(ConnectionContext connection, CancelRequest request, CancellationToken cancellationToken)
    {
        var word = Words.GetValueOrDefault(request.Reason)
            ?? throw new RejectedException("eBay does not know this reason. Choose another one.") { Operation = EbayOperations.CreateCancellation.Name, Field = "cancelReason" };
        var order = await OrderAsync(connection, request.ExternalOrderId, cancellationToken);
        CheckWhole(order, request);
        if (order.CancelStatus?.CancelState == "CANCELED" || await SettledAsync(connection, request.ExternalOrderId, cancellationToken))
        {
            return;
        }

        var eligibility = await api.ReadAsync<EbayEligibility>(
            new EbayCall(EbayOperations.CheckCancellationEligibility, connection, $"{Root}/check_eligibility") { Body = new { legacyOrderId = request.ExternalOrderId } }, cancellationToken);
        if (WhyNot(eligibility) is { } why)
        {
            throw why;
        }

        await CreateAsync(connection, new EbayNewCancellation(request.ExternalOrderId, word, IsPaid(order), PaidAt(order)), cancellationToken);
    }

    /// <inheritdoc />
    public async Task AnswerAsync(ConnectionContext connection, string externalOrderId, bool accept, CancellationToken cancellationToken)
    {
        if (Open(await SearchAsync(connection, externalOrderId, cancellationToken)) is not { CancelId: { } id })
        {
            return;
        }

        try
        {
            await SendAsync(connection, id, accept, cancellationToken);
        }
        catch (TransientException exception) when (exception.OutcomeUnknown)
        {
            if (Open(await SearchAsync(connection, externalOrderId, cancellationToken)) is not null)
            {
                throw;
            }
        }
    }

    // A buyer's request that is still open is granted; what is under way or done already needs nothing.
    private async Task<bool> SettledAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken)
    {
        var known = await SearchAsync(connection, orderId, cancellationToken);
        if (Open(known) is { CancelId: { } id })
        {
            await SendAsync(connection, id, accept: true, cancellationToken);
            return true;
        }

        return known.Any(cancellation => cancellation.CancelStatus != Rejected);
    }

    private async Task CreateAsync(ConnectionContext connection, EbayNewCancellation wish, CancellationToken cancellationToken)
    {
        var call = new EbayCall(EbayOperations.CreateCancellation, connection, Root) { Body = wish, SigningKey = await keys.ForAsync(connection, cancellationToken) };
        try
        {
            var answer = await api.ReadAsync<EbayCancellationAnswer>(call, cancellationToken);
            if (answer.CancelId is null && WhyNot(answer.OrderEligibilityResult) is { } why)
            {
                throw why;
            }
        }
        catch (TransientException exception) when (exception.OutcomeUnknown)
        {
            // It may have arrived although its answer did not.
            if (!(await SearchAsync(connection, wish.LegacyOrderId, cancellationToken)).Any(cancellation => cancellation.CancelStatus != Rejected))
            {
                throw;
            }
        }
    }

    private async Task SendAsync(ConnectionContext connection, string cancelId, bool accept, CancellationToken cancellationToken)
    {
        var path = $"{Root}/{Uri.EscapeDataString(cancelId)}/";
        await api.SendAsync(
            accept
                ? new EbayCall(EbayOperations.ApproveCancellation, connection, path + "approve") { Method = HttpMethod.Post, SigningKey = await keys.ForAsync(connection, cancellationToken) }

                // Without a body, be it an empty object, eBay refuses the refusal.
                : new EbayCall(EbayOperations.RejectCancellation, connection, path + "reject") { Body = new { } },
            cancellationToken);
    }

    private async Task<IReadOnlyList<EbayCancellation>> SearchAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken)
    {
        var found = await api.ReadAsync<EbayCancellations>(
            new EbayCall(EbayOperations.SearchCancellations, connection, $"{Root}/search?legacy_order_id={Uri.EscapeDataString(orderId)}&limit=25&offset=1"), cancellationToken);
        return found.Cancellations ?? [];
    }

    private Task<EbayOrder> OrderAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken) =>
        api.ReadAsync<EbayOrder>(new EbayCall(EbayOperations.GetOrder, connection, $"/sell/fulfillment/v1/order/{Uri.EscapeDataString(orderId)}"), cancellationToken);

    private static EbayCancellation? Open(IReadOnlyList<EbayCancellation> known) =>
        known.FirstOrDefault(cancellation => cancellation.CancelState == AwaitsSeller || (cancellation.CancelState is null && cancellation.CancelStatus == Requested));

    private static void CheckWhole(EbayOrder order, CancelRequest request)
    {
        var named = request.Lines.ToLookup(line => line.ExternalLineId, line => line.Quantity);
        if (request.Lines.Count > 0 && (order.LineItems ?? []).Any(line => named[line.LineItemId ?? ""].Sum() != line.Quantity))
        {
            throw new RejectedException("eBay cancels whole orders only. Cancel all of it, or ship the rest and refund what cannot be sent.")
            {
                Operation = EbayOperations.CreateCancellation.Name,
                Field = "lines",
            };
        }
    }

    private static RejectedException? WhyNot(EbayEligibility? eligibility)
    {
        var reason = eligibility?.FailureReason?.FirstOrDefault();
        return eligibility is null or { Eligible: true } || reason == Exists ? null : new RejectedException(EbayCancelWords.Explain(reason))
        {
            RawCode = reason,
            Operation = EbayOperations.CreateCancellation.Name,
        };
    }

    private static bool IsPaid(EbayOrder order) => order.OrderPaymentStatus is not (null or "PENDING" or "FAILED");

    private static EbayPostOrderTime? PaidAt(EbayOrder order) =>
        IsPaid(order) && order.PaymentSummary?.Payments?.Max(payment => payment.PaymentDate) is { } paid ? new EbayPostOrderTime(paid) : null;
}

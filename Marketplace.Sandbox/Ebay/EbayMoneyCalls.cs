using System.Globalization;
using Marketplace.Sandbox.Ebay.Orders;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>Finances and payment disputes: what orders brought in; no payout and no dispute ever happens here.</summary>
internal sealed class EbayMoneyCalls(EbayStore store)
{
    private const int LargestPage = 200;

    /// <summary>GET /sell/finances/v1/transaction: sales and refunds of the last 90 days, newest first.</summary>
    public SandboxReply Transactions(SandboxCall call) => Paged(call, LargestPage, 135003, (limit, offset) => store.Read(s =>
    {
        var all = s.ByCreation.Between(s.Now.AddDays(-90), s.Now).Where(order => order.PaymentStatus is not ("PENDING" or "FAILED")).Reverse()
            .SelectMany(order => order.Refunds.Where(refund => refund.PaidAt is not null).Select(refund => Transaction(order, refund)).Prepend(Transaction(order, null))).ToList();
        return SandboxReply.OfJson(200, new
        {
            href = EbayWire.Link(call, $"{call.RawPath}?limit={limit}&offset={offset}"),
            limit,
            offset,
            total = all.Count,
            next = offset + limit < all.Count ? EbayWire.Link(call, $"{call.RawPath}?limit={limit}&offset={offset + limit}") : null,
            transactions = all.Skip(offset).Take(limit).ToList(),
        });
    }));

    /// <summary>GET /sell/finances/v1/payout.</summary>
    public static SandboxReply Payouts(SandboxCall call) => Paged(call, LargestPage, 135003, (limit, offset) =>
        SandboxReply.OfJson(200, new { href = EbayWire.Link(call, $"{call.RawPath}?limit={limit}&offset={offset}"), limit, offset, total = 0, payouts = Array.Empty<object>() }));

    /// <summary>GET /sell/finances/v1/seller_funds_summary.</summary>
    public SandboxReply Funds(SandboxCall call) => store.Read(s =>
    {
        var funds = s.ByCreation.Between(s.Now.AddDays(-90), s.Now).Sum(order => order.TotalCents - order.RefundedCents);
        var (all, none) = (EbayWire.Amount(funds, s.Site.Currency), EbayWire.Amount(0, s.Site.Currency));
        return SandboxReply.OfJson(200, new { totalFunds = all, availableFunds = all, fundsOnHold = none, processingFunds = none });
    });

    /// <summary>GET /payment_dispute_summary.</summary>
    public static SandboxReply Disputes(SandboxCall call) => Paged(call, LargestPage, 33001, (limit, offset) => SandboxReply.OfJson(200, new
    {
        href = EbayWire.Link(call, $"{call.RawPath}?limit={limit}&offset={offset}"),
        limit,
        offset,
        total = 0,
        paymentDisputeSummaries = Array.Empty<object>(),
    }));

    /// <summary>GET /payment_dispute/{payment_dispute_id}.</summary>
    public static SandboxReply Dispute(SandboxCall call) =>
        EbayRefusal.Of(404, new EbayFault(33001, "API_FULFILLMENT", "REQUEST", "Invalid payment dispute ID.", Parameters: [new("paymentDisputeId", call.Path["payment_dispute_id"])]));

    private static SandboxReply Paged(SandboxCall call, int largest, int errorId, Func<int, int, SandboxReply> answer)
    {
        var limit = Number(call, "limit", 20);
        var offset = Number(call, "offset", 0);
        return limit is >= 1 && limit <= largest && offset is >= 0
            ? answer(limit.Value, offset.Value)
            : EbayRefusal.Of(400, new EbayFault(errorId, errorId == 33001 ? "API_FULFILLMENT" : "API_FINANCES", "REQUEST", "The value of limit or offset is not valid."));
    }

    private static int? Number(SandboxCall call, string name, int otherwise) =>
        call.QueryValue(name) is not { Length: > 0 } text ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static object Transaction(EbayOrder order, EbayRefund? refund) => new
    {
        transactionId = refund?.Id ?? $"{420_000 + order.Number}",
        orderId = order.Id,
        salesRecordReference = $"{order.Number + 1000}",
        buyer = new { username = order.Buyer.UserName },
        transactionType = refund is null ? "SALE" : "REFUND",
        bookingEntry = refund is null ? "CREDIT" : "DEBIT",
        amount = EbayWire.Amount(refund?.Cents ?? order.TotalCents, order.Site.Currency),
        transactionDate = EbayWire.Time(refund?.PaidAt ?? order.Created),
        transactionStatus = "FUNDS_AVAILABLE_FOR_PAYOUT",
    };
}

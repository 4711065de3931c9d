namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>Money on its way back to the buyer.</summary>
internal sealed class EbayRefund(string id, IReadOnlyDictionary<string, long> lines, long cents, DateTimeOffset askedAt)
{
    /// <summary>As answered when it was asked for.</summary>
    public string Id { get; } = id;

    /// <summary>Line item id to cents; empty for a refund on the order as a whole.</summary>
    public IReadOnlyDictionary<string, long> Lines { get; } = lines;

    /// <summary>How much.</summary>
    public long Cents { get; } = cents;

    /// <summary>UTC; a reading lags behind it.</summary>
    public DateTimeOffset AskedAt { get; } = askedAt;

    /// <summary>When it was paid, UTC; null while it is pending.</summary>
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>PENDING or REFUNDED.</summary>
    public string Status => PaidAt is null ? "PENDING" : "REFUNDED";

    /// <summary>Asks for it; the order's payment status follows once it is paid.</summary>
    public static EbayRefund Ask(EbayStore store, EbayOrder order, IReadOnlyDictionary<string, long> lines, long cents)
    {
        var refund = new EbayRefund($"{5_005_000_000L + order.Number * 100L + order.Refunds.Count}", lines, cents, store.Now);
        store.Change(order, o => o.Refunds.Add(refund));
        store.ChangeLater(order, store.RefundTime, (o, at) =>
        {
            refund.PaidAt = at;
            o.PaymentStatus = o.Refunds.Where(paid => paid.PaidAt is not null).Sum(paid => paid.Cents) >= o.TotalCents ? "FULLY_REFUNDED" : "PARTIALLY_REFUNDED";
        });
        return refund;
    }
}

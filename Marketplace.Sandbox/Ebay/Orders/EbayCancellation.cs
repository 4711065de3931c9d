namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>A wish to cancel an order, of the buyer or the seller.</summary>
internal sealed class EbayCancellation(string id, string requestor, string reason, DateTimeOffset askedAt)
{
    private const string Approving = "APPROVAL_PENDING";
    private const string Closed = "CLOSED";
    private const string Rejected = "CANCEL_REJECTED";

    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>BUYER or SELLER.</summary>
    public string Requestor { get; } = requestor;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;

    /// <summary>UTC.</summary>
    public DateTimeOffset AskedAt { get; } = askedAt;

    /// <summary>APPROVAL_PENDING, REFUND_PENDING or CLOSED.</summary>
    public string State { get; private set; } = Approving;

    /// <summary>CANCEL_REQUESTED, CANCEL_PENDING, CANCEL_REJECTED or CANCEL_CLOSED_….</summary>
    public string Status { get; private set; } = "CANCEL_REQUESTED";

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>It waits for the seller's word.</summary>
    public bool IsOpen => State == Approving;

    /// <summary>It came to nothing.</summary>
    public bool IsRejected => Status == Rejected;

    /// <summary>The order is cancelled.</summary>
    public bool IsClosed => State == Closed && !IsRejected;

    /// <summary>The buyer asks for it.</summary>
    public static EbayCancellation AskedByBuyer(EbayStore store, EbayOrder order) => new(IdOf(order), "BUYER", "ORDER_MISTAKE", store.Now);

    /// <summary>The seller cancels, which nobody must approve.</summary>
    public static EbayCancellation BySeller(EbayStore store, EbayOrder order, string reason)
    {
        var cancellation = new EbayCancellation(IdOf(order), "SELLER", reason, store.Now);
        store.Change(order, o => o.Cancellation = cancellation);
        cancellation.Approve(store, order);
        return cancellation;
    }

    /// <summary>Lets it happen: a paid order is refunded first, which takes its time.</summary>
    public void Approve(EbayStore store, EbayOrder order)
    {
        var rest = order.PaymentStatus is "PENDING" or "FAILED" ? 0 : order.TotalCents - order.RefundedCents;
        (State, Status) = ("REFUND_PENDING", "CANCEL_PENDING");
        if (rest > 0)
        {
            EbayRefund.Ask(store, order, new Dictionary<string, long>(), rest);
        }

        store.ChangeLater(order, rest > 0 ? store.RefundTime : TimeSpan.Zero, (_, at) => Close(rest > 0 ? "CANCEL_CLOSED_WITH_REFUND" : "CANCEL_CLOSED_NO_REFUND", at));
    }

    /// <summary>Ends it at once.</summary>
    public void Close(string status, DateTimeOffset at) => (State, Status, ClosedAt) = (Closed, status, at);

    /// <summary>The seller goes on to ship.</summary>
    public void Reject(DateTimeOffset at) => Close(Rejected, at);

    private static string IdOf(EbayOrder order) => $"{5_000_000_000L + order.Number}";
}

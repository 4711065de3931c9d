namespace Marketplace.Sandbox.TikTok.State;

/// <summary>A refund after shipping, without anything sent back. Times are Unix seconds.</summary>
internal sealed class TikTokReturn
{
    public const string Pending = "RETURN_OR_REFUND_REQUEST_PENDING";
    public const string Granted = "RETURN_OR_REFUND_REQUEST_SUCCESS";
    public const string Paid = "RETURN_OR_REFUND_REQUEST_COMPLETE";
    public const string Rejected = "REFUND_OR_RETURN_REQUEST_REJECT";

    public required string Id { get; init; }

    public required TikTokOrder Order { get; init; }

    public required IReadOnlyList<TikTokUnit> Units { get; init; }

    public required string Reason { get; init; }

    public required long Cents { get; init; }

    public required long CreateTime { get; init; }

    /// <summary>The caller's key, under which a repeat is the same request.</summary>
    public string? Key { get; init; }

    public long UpdateTime { get; set; }

    public string Status { get; set; } = Pending;

    /// <summary>Whether the money is the buyer's, or will be.</summary>
    public bool Counts => Status != Rejected;

    /// <summary>Pays what was granted once its time has come; an order of which nothing is left is completed by that.</summary>
    public void Settle(TikTokShop shop, double seconds, DateTimeOffset now)
    {
        if (Status == Granted && now.ToUnixTimeSeconds() >= UpdateTime + seconds)
        {
            Status = Paid;
            UpdateTime = now.ToUnixTimeSeconds();
            if (Order.Status != "COMPLETED" && shop.Returns.Where(r => r.Order == Order && r.Status == Paid).Sum(r => r.Cents) >= TikTokMoney.Total(Order))
            {
                Order.Status = "COMPLETED";
                foreach (var unit in Order.Units.Where(unit => unit.Status != "CANCELLED"))
                {
                    unit.Status = "COMPLETED";
                }

                shop.Orders.Touch(Order, now);
            }
        }
    }
}

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>A refund after shipping that the seller has started, or a return that the buyer has asked for. Times are Unix seconds.</summary>
internal sealed class TikTokReturn
{
    public const string Pending = "RETURN_OR_REFUND_REQUEST_PENDING";
    public const string Granted = "RETURN_OR_REFUND_REQUEST_SUCCESS";
    public const string Paid = "RETURN_OR_REFUND_REQUEST_COMPLETE";
    public const string Rejected = "REFUND_OR_RETURN_REQUEST_REJECT";
    public const string AwaitingGoods = "AWAITING_BUYER_SHIP";
    public const string OnTheWay = "BUYER_SHIPPED_ITEM";
    public const string GoodsRejected = "REJECT_RECEIVE_PACKAGE";

    // What sellers have to answer in the United States: two working days.
    private const long SecondsToAnswer = 2 * 24 * 3600;

    public required string Id { get; init; }

    public required TikTokOrder Order { get; init; }

    public required IReadOnlyList<TikTokUnit> Units { get; init; }

    public required string Reason { get; init; }

    public required long Cents { get; init; }

    public required long CreateTime { get; init; }

    /// <summary>The caller's key, under which a repeat is the same request.</summary>
    public string? Key { get; init; }

    /// <summary>The buyer has asked for it.</summary>
    public bool ByBuyer { get; init; }

    /// <summary>The buyer sends the goods back.</summary>
    public bool SendsBack { get; init; }

    /// <summary>Tracking number of the parcel on its way back.</summary>
    public string? TrackingNumber { get; set; }

    public long UpdateTime { get; set; }

    public string Status { get; set; } = Pending;

    /// <summary>Whether the money is the buyer's, or will be.</summary>
    public bool Counts => Status is not (Rejected or GoodsRejected);

    /// <summary>What it is called.</summary>
    public string Type => SendsBack ? "RETURN_AND_REFUND" : "REFUND";

    /// <summary>What the seller is asked now, as the last word of actions and decisions; null where nothing is.</summary>
    public string? Question => Status switch
    {
        Pending => SendsBack ? "RETURN" : "REFUND",
        OnTheWay => "RECEIVED_PACKAGE",
        _ => null,
    };

    /// <summary>When the answer is due.</summary>
    public long Deadline => UpdateTime + SecondsToAnswer;

    /// <summary>Where a yes to the question leads.</summary>
    public string AfterYes => Question == "RETURN" ? AwaitingGoods : Granted;

    /// <summary>Where a no leads.</summary>
    public string AfterNo => Question == "RECEIVED_PACKAGE" ? GoodsRejected : Rejected;

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

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>
/// Reasons that a seller may give for a refund. They differ by market and by how far the parcel is; four markets let sellers start none
/// (Partner Center, "Refund reasons").
/// </summary>
internal static class TikTokRefundReasons
{
    private const string NotReceived = "ecom_order_delivered_refund_reason_not_received_seller";
    private const string NotAsDescribed = "ecom_order_delivered_refund_reason_not_match_description_seller";
    private const string SomethingMissing = "ecom_order_delivered_refund_reason_missing_product_seller";

    private static readonly HashSet<string> WithoutRefunds = ["MY", "PH", "SG", "TH"];

    /// <summary>Reasons that some market takes.</summary>
    public static IReadOnlyList<RefundReason> All { get; } = [RefundReason.NotReceived, RefundReason.NotAsDescribed];

    /// <summary>TikTok Shop's word for a reason.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="status">The order's status on TikTok Shop.</param>
    /// <param name="region">Two-letter market of the shop.</param>
    /// <exception cref="RejectedException">The market, the state or the reason allows no refund; the message says what to do.</exception>
    public static string Of(RefundReason reason, string status, string region) => (reason, status) switch
    {
        _ when WithoutRefunds.Contains(region) => throw Refused("In this market TikTok Shop lets buyers alone ask for a refund. Answer the buyer's request in Seller Center."),
        (_, "UNPAID" or "ON_HOLD" or "AWAITING_SHIPMENT" or "PARTIALLY_SHIPPING") => throw Refused("The order is not shipped yet, so TikTok Shop refunds it by cancelling it. Cancel the order or the items."),
        (_, "CANCELLED") => throw Refused("The order is cancelled; TikTok Shop has given the buyer the money back."),
        (RefundReason.NotReceived, "AWAITING_COLLECTION" or "IN_TRANSIT") => LostOnTheWay(region),
        (_, "AWAITING_COLLECTION" or "IN_TRANSIT") when region != "JP" => throw Refused("As long as the parcel is on its way, TikTok Shop refunds only what did not arrive. Choose that reason, or wait for the delivery."),
        (RefundReason.NotReceived, _) when region != "ID" => ByMarket(NotReceived, region),
        (RefundReason.NotAsDescribed, _) => region == "ID" ? SomethingMissing : ByMarket(NotAsDescribed, region),
        _ => throw Refused("TikTok Shop does not take this reason in this market. Choose another one."),
    };

    private static string LostOnTheWay(string region) => region switch
    {
        "US" => "seller_shipped_refund_package_lost",
        "GB" => "seller_package_lost_uk",
        "ID" => throw Refused("In this market TikTok Shop takes a seller's refund after delivery only."),
        _ => "seller_package_lost",
    };

    private static string ByMarket(string name, string region) => region == "GB" ? name + "_uk" : name;

    private static RejectedException Refused(string message) => new(message) { Operation = TikTokOperations.CreateReturn.Name };
}

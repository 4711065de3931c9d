namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Reasons for which sellers may start a refund, by market and by how far the parcel is, as Partner Center lists them.</summary>
internal static class TikTokReturnReasons
{
    private static readonly string[] Delivered =
    [
        "ecom_order_delivered_refund_reason_missing_product_seller", "ecom_order_delivered_refund_reason_not_received_seller",
        "ecom_order_delivered_refund_reason_not_match_description_seller", "ecom_order_delivered_refund_reason_damaged_seller",
        "ecom_order_delivered_refund_reason_wrong_product_seller", "ecom_order_delivered_refund_reason_missed_delivery_date_seller",
    ];

    private static readonly string[] Defective = ["ecom_order_delivered_refund_reason_defective_seller", "buyer_refund_suspected_counterfeit_seller"];

    private static readonly string[] American = ["seller_shipped_refund_package_lost", "seller_shipped_refund_package_delivery_failed"];

    private static readonly string[] European = ["seller_package_lost", "ecom_order_shipped_refund_reason_not_arrive_on_time_seller"];

    private static readonly string[] Latin = ["seller_package_lost", "seller_shipped_refund_miss_estimated_delivery_date", .. American, "ecom_seller_order_delivered_refund_reason_return_proxy_app"];

    /// <summary>Every reason of every market, to tell an unknown one from one that does not fit.</summary>
    public static IReadOnlySet<string> All { get; } = new[] { "US", "GB", "DE", "VN", "BR", "JP" }.SelectMany(region => new[] { "IN_TRANSIT", "DELIVERED" }.SelectMany(status => Of(region, status))).ToHashSet();

    /// <summary>Those of a market for an order in a status; none where sellers start no refunds.</summary>
    public static IEnumerable<string> Of(string region, string status)
    {
        var arrived = status is "DELIVERED" or "COMPLETED";
        return region switch
        {
            "US" => arrived ? [.. Delivered, .. American] : [.. American, "seller_shipped_refund_miss_estimated_delivery_date"],
            "GB" => (arrived ? [.. Delivered, .. Defective] : European).Select(name => name + "_uk"),
            "DE" or "ES" or "FR" or "IE" or "IT" or "VN" => arrived ? [.. Delivered, .. Defective] : European,
            "MX" or "BR" => arrived ? [.. Delivered, .. Latin] : Latin,
            "JP" => [.. Delivered, .. Latin, "ecom_order_delivered_refund_reason_general_adjustment"],
            "ID" => arrived ? Delivered[..1] : [],
            _ => [],
        };
    }
}

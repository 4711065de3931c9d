namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Why eBay does not let an order be cancelled, and what to do instead.</summary>
internal static class EbayCancelWords
{
    private static readonly Dictionary<string, string> ByReason = new()
    {
        ["CANCEL_WINDOW_ELAPSED"] = "The time in which eBay lets an order be cancelled is over. Refund it instead.",
        ["CASE_EXIST"] = "The buyer has opened a case. Answer it on eBay.",
        ["CHARGEBACK_OPENED"] = "The buyer has asked the bank for the money back. Answer that on eBay.",
        ["CROSS_SITE_ORDER"] = "eBay cancels orders from other sites on its own pages only.",
        ["DELETED_BUYER"] = "The buyer's account is gone, so eBay cannot cancel the order.",
        ["FULL_REFUNDED"] = "The buyer has all money back already; there is nothing left to cancel.",
        ["RETURN_EXIST"] = "A return is open for this order. Finish it on eBay.",
        ["SHIPPED"] = "The order is shipped. Ask the buyer to send it back, and refund it then.",
        ["UPI_EXIST"] = "A case for payment is open for this order. Close it on eBay first.",
    };

    /// <summary>A reason in words.</summary>
    public static string Explain(string? reason) =>
        reason is not null && ByReason.TryGetValue(reason, out var words) ? words : $"eBay does not let this order be cancelled ({reason ?? "no reason given"}). Look at it on eBay.";
}

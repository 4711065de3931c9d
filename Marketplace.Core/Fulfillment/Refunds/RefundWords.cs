using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Refunds;

/// <summary>Reasons for refunds, in words.</summary>
public static class RefundWords
{
    /// <summary>The reason within a sentence.</summary>
    public static string Of(RefundReason reason) => reason switch
    {
        RefundReason.BuyerCancelled => "the buyer cancelled",
        RefundReason.SellerCancelled => "cancelled by us",
        RefundReason.NotReceived => "never arrived",
        RefundReason.Returned => "came back",
        RefundReason.NotAsDescribed => "not as described",
        RefundReason.Adjustment => "a kindness or a correction",
        _ => reason.ToString(),
    };
}

using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Cancelling;

/// <summary>Reasons for cancelling, in words.</summary>
public static class CancelWords
{
    /// <summary>The reason within a sentence.</summary>
    public static string Of(CancelReason reason) => reason switch
    {
        CancelReason.OutOfStock => "out of stock",
        CancelReason.PricingError => "wrong price",
        CancelReason.Undeliverable => "address cannot be delivered to",
        CancelReason.BuyerRequest => "the buyer asked for it",
        _ => reason.ToString(),
    };

    /// <summary>Whether items cancelled for this reason can usually be sold again.</summary>
    public static bool UsuallyBackOnSale(CancelReason reason) => reason != CancelReason.OutOfStock;
}

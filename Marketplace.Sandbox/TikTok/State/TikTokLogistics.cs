namespace Marketplace.Sandbox.TikTok.State;

/// <summary>Delivery options and the rules of carriers.</summary>
internal static class TikTokLogistics
{
    /// <summary>Delivery by the seller's own carrier.</summary>
    public const string SellerOption = "7091146663229654901";

    /// <summary>Delivery with TikTok Shop's label.</summary>
    public const string TikTokOption = "7091146663229654785";

    /// <summary>A remark when a number looks like another carrier's; the parcel is accepted all the same.</summary>
    public static string? Remark(string tracking, string providerName)
    {
        var looksLike = tracking.StartsWith("1Z", StringComparison.OrdinalIgnoreCase) ? "UPS"
            : tracking.Length is >= 20 and <= 22 && tracking.StartsWith('9') ? "USPS"
            : null;
        return looksLike is null || looksLike == providerName ? null : $"The tracking number looks like one of {looksLike}, not of {providerName}.";
    }
}

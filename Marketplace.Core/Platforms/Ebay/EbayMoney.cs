using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>eBay's amounts as money.</summary>
internal static class EbayMoney
{
    /// <summary>An amount that must be there.</summary>
    /// <exception cref="EbayShapeException">It is missing or no number.</exception>
    public static Money Of(EbayAmount? amount, string field)
    {
        try
        {
            return Money.Parse(EbayShapeException.Need(amount?.Value, field), EbayShapeException.Need(amount?.Currency, field));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new EbayShapeException(field);
        }
    }

    /// <summary>An amount, or zero where it is left out.</summary>
    public static Money OrZero(EbayAmount? amount, string field, string currency) => amount is null ? Money.Zero(currency) : Of(amount, field);
}

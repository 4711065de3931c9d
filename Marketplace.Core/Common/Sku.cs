namespace Marketplace.Core.Common;

/// <summary>Normal form of stock-keeping units, in which equal SKUs of several marketplaces meet.</summary>
public static class Sku
{
    /// <summary>Longest SKU that is stored; eBay allows 50 characters, Amazon 40, TikTok Shop 50.</summary>
    public const int MaxLength = 100;

    /// <summary>Trimmed, upper-cased by invariant rules; empty when there is no SKU.</summary>
    public static string Key(string? sku) => sku is null ? "" : sku.Trim().ToUpperInvariant();
}

namespace Marketplace.Core.Platforms;

/// <summary>Names a marketplace ("ebay", "amazon", "tiktok"); a string, so that adding one touches no enum.</summary>
/// <param name="Value">Lower-case key, used in routes, settings and stored rows.</param>
public readonly record struct MarketplaceKey(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}

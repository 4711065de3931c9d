using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Core.Platforms;

/// <summary>All marketplaces that were registered at start, in the order of registration.</summary>
public sealed class PlatformCatalog(IEnumerable<MarketplacePlatform> platforms)
{
    /// <summary>Every registered marketplace.</summary>
    public IReadOnlyList<MarketplacePlatform> All { get; } = [.. platforms];

    /// <summary>The marketplace with this key.</summary>
    /// <exception cref="UnknownMarketplaceException">Nothing is registered under the key.</exception>
    public MarketplacePlatform Get(MarketplaceKey key) =>
        TryGet(key.Value, out var platform) ? platform : throw new UnknownMarketplaceException(key.Value);

    /// <summary>Looks a marketplace up by a key from outside, ignoring case.</summary>
    public bool TryGet(string? key, [NotNullWhen(true)] out MarketplacePlatform? platform)
    {
        platform = All.FirstOrDefault(p => string.Equals(p.Key.Value, key, StringComparison.OrdinalIgnoreCase));
        return platform is not null;
    }
}

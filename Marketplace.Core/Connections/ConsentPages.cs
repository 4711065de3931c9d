using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Connections;

/// <summary>
/// Where a seller's browser finds a marketplace's consent page: at the marketplace, or, while calls are redirected to a sandbox,
/// under the sandbox's path for that host, because a browser cannot name the original host in a header.
/// </summary>
public sealed class ConsentPages(PlatformRedirect redirect)
{
    /// <summary>The sandbox is part of this application, so its pages lie on the origin on which the seller already is.</summary>
    public bool ServedHere { get; set; }

    /// <summary>The address to send the browser to.</summary>
    /// <param name="marketplace">Whose page.</param>
    /// <param name="page">The marketplace's own address.</param>
    /// <param name="callback">Our callback, on the origin that the seller's browser uses.</param>
    public Uri For(MarketplaceKey marketplace, Uri page, Uri callback)
    {
        var origin = ServedHere ? callback : redirect.Target;
        return origin is null ? page : new Uri(origin, $"/sandbox/{marketplace}/{page.Host}{page.PathAndQuery}");
    }
}

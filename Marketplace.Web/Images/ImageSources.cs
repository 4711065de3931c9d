using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Web.Images;

/// <summary>Decides which pictures may be fetched: those on the marketplaces' own image hosts, or on the sandbox that stands in for them.</summary>
public sealed class ImageSources(PlatformCatalog platforms, PlatformRedirect redirect)
{
    private readonly IReadOnlyList<string> hosts = [.. platforms.All.SelectMany(p => p.Descriptor.ImageHosts).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether a picture may be fetched from there.</summary>
    public bool Allows(Uri picture) => IsOfAMarketplace(picture) || IsOfTheSandbox(picture);

    // A host of ours, or one below it; never an address, another port or another scheme.
    private bool IsOfAMarketplace(Uri picture) =>
        picture is { Scheme: "https", IsDefaultPort: true, HostNameType: UriHostNameType.Dns, UserInfo: "" }
        && hosts.Any(host => picture.Host.Equals(host, StringComparison.OrdinalIgnoreCase) || picture.Host.EndsWith('.' + host, StringComparison.OrdinalIgnoreCase));

    private bool IsOfTheSandbox(Uri picture) =>
        redirect.Target is { } target && picture.Authority == target.Authority && picture.Scheme == target.Scheme
        && picture.AbsolutePath.StartsWith("/sandbox/", StringComparison.Ordinal) && picture.AbsolutePath.Contains("/img/", StringComparison.Ordinal);
}

using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Http;

/// <summary>Where calls really go: to the marketplaces, or to a sandbox or proxy that stands in for all of their hosts.</summary>
public sealed class PlatformRedirect(IOptions<PlatformHttpOptions> options)
{
    /// <summary>Header that names the host a redirected call was meant for.</summary>
    public const string OriginalHostHeader = "X-Original-Host";

    /// <summary>The stand-in; null when the marketplaces themselves are called.</summary>
    public Uri? Target { get; private set; } = options.Value.RedirectTo;

    /// <summary>Names the stand-in once its address is known.</summary>
    public void SendTo(Uri target) => Target = target;
}

/// <summary>Applies <see cref="PlatformRedirect"/> to each message.</summary>
internal sealed class RedirectHandler(PlatformRedirect redirect) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (redirect.Target is { } target && request.RequestUri is { } real && real.Host != target.Host)
        {
            request.Headers.TryAddWithoutValidation(PlatformRedirect.OriginalHostHeader, real.Host);
            request.RequestUri = new Uri(target, real.PathAndQuery);
        }

        return base.SendAsync(request, cancellationToken);
    }
}

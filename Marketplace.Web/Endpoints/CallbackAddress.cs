using Microsoft.Extensions.Options;

namespace Marketplace.Web.Endpoints;

/// <summary>The address that a marketplace sends the seller's browser back to.</summary>
public sealed class CallbackAddress(IOptions<ApiOptions> options)
{
    /// <summary>The callback of a marketplace.</summary>
    /// <param name="marketplace">Marketplace key.</param>
    /// <param name="origin">Address under which the seller's browser reaches this application now; the setting <c>Api:PublicUrl</c> wins.</param>
    public Uri For(string marketplace, Uri origin) =>
        new(options.Value.PublicUrl ?? origin, $"/api/v1/platforms/callback/{Uri.EscapeDataString(marketplace.ToLowerInvariant())}");

    /// <summary>The callback of a marketplace, on the origin of this request.</summary>
    public Uri For(string marketplace, HttpRequest request) => For(marketplace, new Uri($"{request.Scheme}://{request.Host}"));
}

using System.Security.Cryptography;

namespace Marketplace.Web.Security;

/// <summary>
/// What browsers are told with every answer: run only our own scripts, load nothing from elsewhere, be framed by nobody, and tell no
/// other host which page sent them.
/// </summary>
public static class SecurityHeaders
{
    private const string NonceKey = "marketplace:nonce";
    private const int NonceBytes = 16;

    /// <summary>The nonce of this answer's own inline scripts; made at the first question.</summary>
    public static string ScriptNonce(this HttpContext http)
    {
        if (http.Items[NonceKey] is not string nonce)
        {
            http.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        }

        return nonce;
    }

    /// <summary>Adds the headers to whatever is answered; an answer that has its own keeps it.</summary>
    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            headers.XFrameOptions = "DENY";
            headers.TryAdd("Content-Security-Policy", Policy(http));
            if (http.User.Identity is { IsAuthenticated: true } && http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(http);
    }

    // Components set widths and places by style attributes, so styles may be inline; scripts may not. Connecting a store is a form whose
    // answer leads to the marketplace's consent page, and browsers hold the policy for forms against that too.
    private static string Policy(HttpContext http) =>
        $"default-src 'none'; script-src 'self' 'nonce-{http.ScriptNonce()}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self' https:; base-uri 'self'; frame-ancestors 'none'; object-src 'none'";
}

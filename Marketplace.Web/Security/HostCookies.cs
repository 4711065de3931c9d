using Microsoft.Net.Http.Headers;

namespace Marketplace.Web.Security;

/// <summary>
/// Over https, gives every cookie of ours a name that begins with <c>__Host-</c>: browsers take such a cookie only from this very host, over
/// https and for all its paths, so that neither a neighbour's subdomain nor a connection in the clear can plant one. What comes without the
/// prefix is no cookie of ours. Comes after it is known which scheme a proxy was asked by, and before anybody reads a cookie.
/// </summary>
internal static class HostCookies
{
    private const string Prefix = "__Host-";

    public static Task RenameAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.IsHttps)
        {
            return next(http);
        }

        if (http.Request.Headers.Cookie.Count > 0 && CookieHeaderValue.TryParseList(http.Request.Headers.Cookie, out var sent))
        {
            http.Request.Headers.Cookie = string.Join("; ",
                sent.Where(cookie => cookie.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(cookie => $"{cookie.Name.Subsegment(Prefix.Length)}={cookie.Value}"));
        }

        http.Response.OnStarting(() =>
        {
            if (http.Response.Headers.SetCookie.Count > 0)
            {
                http.Response.Headers.SetCookie = http.Response.Headers.SetCookie.Select(Renamed).ToArray();
            }

            return Task.CompletedTask;
        });
        return next(http);
    }

    // Browsers would throw away a cookie with the prefix that is for a domain or for some paths.
    private static string? Renamed(string? cookie)
    {
        if (!SetCookieHeaderValue.TryParse(cookie, out var parsed) || parsed.Domain.HasValue || parsed.Path != "/")
        {
            return cookie;
        }

        (parsed.Name, parsed.Secure) = (Prefix + parsed.Name, true);
        return parsed.ToString();
    }
}

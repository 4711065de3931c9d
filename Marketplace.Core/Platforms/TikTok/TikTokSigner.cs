using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>TikTok Shop's request signature: a pure function of path, query, body and app secret.</summary>
public static class TikTokSigner
{
    /// <summary>
    /// Signs a request. Query values are taken decoded, the body as the very bytes that are sent; <c>sign</c> and
    /// <c>access_token</c> never take part.
    /// </summary>
    /// <param name="appSecret">The app's secret; key of the HMAC.</param>
    /// <param name="path">Path alone, without host or query.</param>
    /// <param name="query">Decoded query values by name.</param>
    /// <param name="contentType">Content-Type header as it is sent; a multipart body is left out.</param>
    /// <param name="body">Raw body; empty when there is none.</param>
    /// <returns>Lower-case hexadecimal, 64 characters.</returns>
    public static string Sign(string appSecret, string path, IEnumerable<KeyValuePair<string, string>> query, string? contentType, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder(appSecret).Append(path);
        foreach (var (name, value) in query.Where(p => p.Key is not ("sign" or "access_token")).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append(value);
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(appSecret));
        hmac.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        if (!IsMultipart(contentType))
        {
            hmac.AppendData(body);
        }

        hmac.AppendData(Encoding.UTF8.GetBytes(appSecret));
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    // Only the media type counts: a real multipart header carries its boundary as well.
    private static bool IsMultipart(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed)
        && string.Equals(parsed.MediaType, "multipart/form-data", StringComparison.OrdinalIgnoreCase);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Core.Platforms.Ebay.Signing;

/// <summary>
/// eBay's signature of a message: certain headers and parts of the request line, each on a line of its own, signed together. Pure
/// functions over what is really sent; one sign that differs makes eBay refuse the call.
/// </summary>
internal static class EbayMessageSignature
{
    /// <summary>Header that carries the sealed public key.</summary>
    public const string KeyHeader = "x-ebay-signature-key";

    private const string DigestHeader = "content-digest";

    /// <summary>Signs a request. Call it last, when nothing of the request changes any more.</summary>
    /// <param name="request">With its final address, which must be the one that eBay sees.</param>
    /// <param name="body">The bytes that are sent; null where there are none.</param>
    /// <param name="key">The seller's key.</param>
    /// <param name="at">Time of signing.</param>
    public static void Sign(HttpRequestMessage request, byte[]? body, EbaySigningKey key, DateTimeOffset at)
    {
        var digest = body is null ? null : Digest(body);
        var parameters = Parameters(digest is not null, at);
        var signature = key.Sign(Encoding.UTF8.GetBytes(Base(request.Method, request.RequestUri!, digest, key.Jwe, parameters)));
        request.Headers.TryAddWithoutValidation(KeyHeader, key.Jwe);
        request.Headers.TryAddWithoutValidation("Signature-Input", $"sig1={parameters}");
        request.Headers.TryAddWithoutValidation("Signature", $"sig1=:{Convert.ToBase64String(signature)}:");
        if (digest is not null)
        {
            request.Headers.TryAddWithoutValidation("Content-Digest", digest);
        }
    }

    /// <summary>The text that is signed. The path leaves the query out, and there is no line break at the end.</summary>
    public static string Base(HttpMethod method, Uri address, string? digest, string jwe, string parameters)
    {
        var lines = new List<string>();
        if (digest is not null)
        {
            lines.Add($"\"{DigestHeader}\": {digest}");
        }

        lines.Add($"\"{KeyHeader}\": {jwe}");
        lines.Add($"\"@method\": {method.Method}");
        lines.Add($"\"@path\": {address.AbsolutePath}");
        lines.Add($"\"@authority\": {address.Authority}");
        lines.Add($"\"@signature-params\": {parameters}");
        return string.Join('\n', lines);
    }

    /// <summary>What is covered, and when it was signed.</summary>
    public static string Parameters(bool withBody, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture, $"({(withBody ? $"\"{DigestHeader}\" " : "")}\"{KeyHeader}\" \"@method\" \"@path\" \"@authority\");created={at.ToUnixTimeSeconds()}");

    /// <summary>Digest of a body.</summary>
    public static string Digest(byte[] body) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:";
}

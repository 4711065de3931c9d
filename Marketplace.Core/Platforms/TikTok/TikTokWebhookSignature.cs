using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>TikTok Shop's proof on a notification: a pure function of app key, raw body and app secret.</summary>
/// <remarks>It holds no time, so that a copy passes as well: notifications are told apart by their id.</remarks>
public static class TikTokWebhookSignature
{
    /// <summary>The signature of a body, as TikTok Shop puts it into the <c>Authorization</c> header.</summary>
    /// <returns>Lower-case hexadecimal, 64 characters.</returns>
    public static string Compute(string appKey, string appSecret, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(appSecret));
        hmac.AppendData(Encoding.UTF8.GetBytes(appKey));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    /// <summary>Whether a header proves a body. Takes the same time wherever they differ.</summary>
    /// <param name="appKey">The app's key.</param>
    /// <param name="appSecret">The app's secret.</param>
    /// <param name="authorization">The header; it has no scheme before it.</param>
    /// <param name="body">Raw body.</param>
    public static bool Verify(string appKey, string appSecret, string? authorization, ReadOnlySpan<byte> body) =>
        authorization is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Compute(appKey, appSecret, body)), Encoding.UTF8.GetBytes(authorization.Trim()));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Core.Alerts.Webhooks;

/// <summary>
/// Signature of a message: <c>t=unix seconds,v1=hex</c>, where the hex is HMAC-SHA256 over the time, a dot, and the raw body. The time is
/// signed too, so that a receiver can refuse what is repeated late.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Marketplace-Signature";

    /// <summary>A fresh random key, 256 bits in hex.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Signs a body.</summary>
    public static string Of(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(mac)}";
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Sandbox.TikTok;

/// <summary>The app that the sandbox knows, made from the seed.</summary>
internal sealed class TikTokCredentials(int seed)
{
    public string AppKey { get; } = "6" + Hex(seed, "app key")[..12];

    public string AppSecret { get; } = Hex(seed, "app secret")[..40];

    public string ServiceId { get; } = "74940496" + Digits(seed, "service id", 11);

    /// <summary>Key of the sandbox's own marks on tokens.</summary>
    public byte[] TokenKey { get; } = SHA256.HashData(Encoding.UTF8.GetBytes($"tokens of {seed}"));

    /// <summary>Opaque name of a shop.</summary>
    public static string Cipher(int seed, int shop) => "GCP_" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"cipher {seed} {shop}")))[..32].Replace('+', 'p').Replace('/', 's');

    private static string Hex(int seed, string what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what} of {seed}")));

    private static string Digits(int seed, string what, int count) => string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes($"{what} of {seed}")).Take(count).Select(b => (char)('0' + b % 10)));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay.Notifications;

/// <summary>eBay's proof of a notification: ECDSA on P-256 over the raw bytes. Pure functions; where the key comes from is not their business.</summary>
internal static class EbayWebhookSignature
{
    /// <summary>Name of the header that carries the proof.</summary>
    public const string Header = "X-EBAY-SIGNATURE";

    private const string Begin = "-----BEGIN PUBLIC KEY-----";
    private const string End = "-----END PUBLIC KEY-----";

    /// <summary>Decodes the header; null when it is none of eBay's.</summary>
    public static EbaySignatureHeader? Parse(string? header)
    {
        try
        {
            return string.IsNullOrEmpty(header) ? null : JsonSerializer.Deserialize<EbaySignatureHeader>(Convert.FromBase64String(header), EbayJson.Options);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the key has signed exactly these bytes. False for anything that cannot be read.</summary>
    public static bool Verify(EbaySignatureHeader header, EbayPublicKey key, ReadOnlySpan<byte> body)
    {
        var signature = new byte[256];
        if (header.Signature is null || key.Key is null || !Convert.TryFromBase64String(header.Signature, signature, out var length))
        {
            return false;
        }

        try
        {
            // The PEM comes on one line, which PEM readers refuse: the armour is taken off by hand.
            var bare = key.Key.Replace(Begin, "", StringComparison.Ordinal).Replace(End, "", StringComparison.Ordinal).ReplaceLineEndings("").Trim();
            using var algorithm = ECDsa.Create();
            algorithm.ImportSubjectPublicKeyInfo(Convert.FromBase64String(bare), out _);
            return algorithm.VerifyData(body, signature.AsSpan(0, length), DigestOf(key.Digest), DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Answer to eBay's challenge: proves that whoever set the address up also runs it.</summary>
    /// <param name="challengeCode">As sent by eBay.</param>
    /// <param name="verificationToken">As given to eBay with the address.</param>
    /// <param name="endpoint">The address exactly as given to eBay, without query.</param>
    public static string Answer(string challengeCode, string verificationToken, string endpoint) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(challengeCode + verificationToken + endpoint)));

    // eBay names SHA-1 with each key, and means it; a stronger one is taken as soon as it is named.
    private static HashAlgorithmName DigestOf(string? digest) => digest?.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA384" => HashAlgorithmName.SHA384,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA1,
    };
}

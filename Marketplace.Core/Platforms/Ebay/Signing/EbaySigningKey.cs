using System.Security.Cryptography;

namespace Marketplace.Core.Platforms.Ebay.Signing;

/// <summary>
/// A key that messages are signed with. RSA, which eBay takes beside Ed25519, because .NET has no Ed25519 of its own. Never logged:
/// <see cref="ToString"/> hides it.
/// </summary>
/// <param name="Jwe">The public half, sealed by eBay.</param>
/// <param name="PrivateKey">The private half: PKCS #8 in base64, without armour.</param>
/// <param name="ExpiresAt">End of its three years, UTC.</param>
internal sealed record EbaySigningKey(string Jwe, string PrivateKey, DateTimeOffset ExpiresAt)
{
    /// <summary>Signature over some bytes: PKCS #1 v1.5 with SHA-256, the one form that eBay verifies.</summary>
    public byte[] Sign(byte[] bytes)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(PrivateKey), out _);
        return rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <inheritdoc />
    public override string ToString() => $"EbaySigningKey(expires {ExpiresAt:O})";
}

/// <summary>The same as it is stored with the connection: the private half encrypted.</summary>
/// <param name="Jwe">The public half, sealed by eBay.</param>
/// <param name="Secret">The private half, protected by the installation's keys.</param>
/// <param name="ExpiresAt">End of its three years, UTC.</param>
internal sealed record EbayStoredKey(string Jwe, string Secret, DateTimeOffset ExpiresAt);

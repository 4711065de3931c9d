using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>Signs notifications as eBay does: ECDSA on P-256 with SHA-1, in DER form, over the very bytes that are sent.</summary>
internal sealed class EbaySigner : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Names the key.</summary>
    public Guid Kid { get; } = Guid.NewGuid();

    /// <summary>The key as getPublicKey shows it: PEM without a line break.</summary>
    public string PublicKey => $"-----BEGIN PUBLIC KEY-----{Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}-----END PUBLIC KEY-----";

    /// <summary>The header that goes with a body.</summary>
    public string Header(byte[] body)
    {
        lock (key)
        {
            var signature = Convert.ToBase64String(key.SignData(body, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence));
            return Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { alg = "ecdsa", kid = Kid, signature, digest = "SHA1" }));
        }
    }

    public void Dispose() => key.Dispose();
}

using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Marketplace.Sandbox.Ebay.Signing;

/// <summary>Keys of the two kinds that eBay makes: RSA, and Ed25519, which .NET itself does not know.</summary>
/// <param name="Private">PKCS #8, base64 without armour.</param>
/// <param name="Public">SPKI, base64 without armour.</param>
internal sealed record EbayKeyPair(string Private, string Public)
{
    public const string Ed25519 = "ED25519";
    public const string Rsa = "RSA";

    // What stands before the 32 bytes of the key. The library would add the public key behind them, which OpenSSL does not read.
    private static readonly byte[] Pkcs8OfEd25519 = Convert.FromHexString("302E020100300506032B657004220420");

    /// <summary>Makes a pair.</summary>
    public static EbayKeyPair Make(string cipher)
    {
        if (cipher == Rsa)
        {
            using var rsa = RSA.Create(2048);
            return new EbayKeyPair(Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()), Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
        }

        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        var pair = generator.GenerateKeyPair();
        return new EbayKeyPair(
            Convert.ToBase64String([.. Pkcs8OfEd25519, .. ((Ed25519PrivateKeyParameters)pair.Private).GetEncoded()]),
            Convert.ToBase64String(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetEncoded()));
    }

    /// <summary>Whether the owner of a public key has signed exactly these bytes.</summary>
    public static bool Verify(string cipher, byte[] publicKey, byte[] signed, byte[] signature)
    {
        if (cipher == Rsa)
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, (Ed25519PublicKeyParameters)PublicKeyFactory.CreateKey(publicKey));
        verifier.BlockUpdate(signed, 0, signed.Length);
        return verifier.VerifySignature(signature);
    }
}

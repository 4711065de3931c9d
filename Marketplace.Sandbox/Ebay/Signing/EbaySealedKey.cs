using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Sandbox.Ebay.Signing;

/// <summary>
/// A public key as clients carry it in <c>x-ebay-signature-key</c>: a JWE (A256GCMKW, A256GCM, DEF) that nobody but eBay can open, so
/// that eBay need not remember the key.
/// </summary>
internal static class EbaySealedKey
{
    private const int TagLength = 16;
    private const int IvLength = 12;

    // Any 32 bytes would do; fixed ones keep keys valid when the sandbox starts again.
    private static readonly byte[] Master = SHA256.HashData("sandbox signing keys"u8);

    /// <summary>Seals a public key.</summary>
    public static string Seal(EbayKeyClaims claims)
    {
        var contentKey = RandomNumberGenerator.GetBytes(32);
        var (wrapped, wrapIv, wrapTag) = Encrypt(Master, contentKey, []);
        var header = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(new
        {
            zip = "DEF",
            enc = "A256GCM",
            tag = WebEncoders.Base64UrlEncode(wrapTag),
            alg = "A256GCMKW",
            iv = WebEncoders.Base64UrlEncode(wrapIv),
        }));
        var (sealedText, iv, tag) = Encrypt(contentKey, Deflate(JsonSerializer.SerializeToUtf8Bytes(claims)), Encoding.ASCII.GetBytes(header));
        return string.Join('.', header, WebEncoders.Base64UrlEncode(wrapped), WebEncoders.Base64UrlEncode(iv), WebEncoders.Base64UrlEncode(sealedText), WebEncoders.Base64UrlEncode(tag));
    }

    /// <summary>Opens a sealed key; null for anything that was not sealed here.</summary>
    public static EbayKeyClaims? Open(string jwe)
    {
        try
        {
            if (jwe.Split('.') is not [var header, var wrapped, var iv, var sealedText, var tag])
            {
                return null;
            }

            var outer = JsonSerializer.Deserialize<JsonElement>(WebEncoders.Base64UrlDecode(header));
            var contentKey = Decrypt(Master, Part(outer, "iv"), WebEncoders.Base64UrlDecode(wrapped), Part(outer, "tag"), []);
            var clear = Decrypt(contentKey, WebEncoders.Base64UrlDecode(iv), WebEncoders.Base64UrlDecode(sealedText), WebEncoders.Base64UrlDecode(tag), Encoding.ASCII.GetBytes(header));
            return JsonSerializer.Deserialize<EbayKeyClaims>(Inflate(clear));
        }
        catch (Exception exception) when (exception is FormatException or JsonException or CryptographicException or KeyNotFoundException or InvalidOperationException or ArgumentException or InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Part(JsonElement header, string name) => WebEncoders.Base64UrlDecode(header.GetProperty(name).GetString()!);

    private static (byte[] Text, byte[] Iv, byte[] Tag) Encrypt(byte[] key, byte[] clear, byte[] bound)
    {
        var (text, iv, tag) = (new byte[clear.Length], RandomNumberGenerator.GetBytes(IvLength), new byte[TagLength]);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(iv, clear, text, tag, bound);
        return (text, iv, tag);
    }

    private static byte[] Decrypt(byte[] key, byte[] iv, byte[] text, byte[] tag, byte[] bound)
    {
        var clear = new byte[text.Length];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(iv, text, tag, clear, bound);
        return clear;
    }

    private static byte[] Deflate(byte[] clear)
    {
        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(clear);
        }

        return packed.ToArray();
    }

    private static byte[] Inflate(byte[] packed)
    {
        using var stream = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var clear = new MemoryStream();
        stream.CopyTo(clear);
        return clear.ToArray();
    }
}

/// <summary>What is sealed.</summary>
/// <param name="Pkey">Public key, base64 of its SPKI form.</param>
/// <param name="Cipher">ED25519 or RSA.</param>
/// <param name="Exp">End of its life, Unix seconds.</param>
internal sealed record EbayKeyClaims(string Pkey, string Cipher, long Exp);

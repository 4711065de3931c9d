using System.Security.Cryptography;

namespace Marketplace.Core.Security;

/// <summary>
/// A file with 32 random bytes in Base64 that encrypts the data-protection keys in the database, where a certificate is too much. Made
/// by <c>openssl rand -base64 32</c>, and kept apart from backups of the database.
/// </summary>
public sealed class KeyFile
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] key;

    private KeyFile(byte[] key) => this.key = key;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read, or holds no such key; the message names the setting.</exception>
    public static KeyFile Read(string path)
    {
        try
        {
            return Convert.FromBase64String(File.ReadAllText(path).Trim()) is { Length: KeyBytes } key
                ? new KeyFile(key)
                : throw new InvalidOperationException($"Security:KeyFile ({path}) must hold {KeyBytes} bytes in Base64. Make one with: openssl rand -base64 {KeyBytes}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidOperationException($"Security:KeyFile ({path}) cannot be read. Check the path, its permissions, and that it holds Base64.", exception);
        }
    }

    /// <summary>Encrypts with AES-256-GCM: nonce, tag and text in one.</summary>
    public byte[] Encrypt(byte[] clear)
    {
        var all = new byte[NonceBytes + TagBytes + clear.Length];
        RandomNumberGenerator.Fill(all.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(all.AsSpan(0, NonceBytes), clear, all.AsSpan(NonceBytes + TagBytes), all.AsSpan(NonceBytes, TagBytes));
        return all;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">It was encrypted with another file, or changed since.</exception>
    public byte[] Decrypt(byte[] all)
    {
        if (all.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The protected key is cut off.");
        }

        var clear = new byte[all.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(all.AsSpan(0, NonceBytes), all.AsSpan(NonceBytes + TagBytes), all.AsSpan(NonceBytes, TagBytes), clear);
        return clear;
    }
}

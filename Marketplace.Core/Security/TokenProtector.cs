using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Core.Security;

/// <summary>
/// Encrypts the secrets of a store, or of an address that the seller gave. The purpose names seller and row, so that a value copied to
/// another row cannot be opened there.
/// </summary>
public sealed class TokenProtector(IDataProtectionProvider provider)
{
    /// <summary>Encrypts.</summary>
    public string Protect(string clear, Guid sellerId, Guid connectionId) => Of(sellerId, connectionId).Protect(clear);

    /// <summary>Decrypts.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The value belongs to another store, or its key is gone.</exception>
    public string Unprotect(string secret, Guid sellerId, Guid connectionId) => Of(sellerId, connectionId).Unprotect(secret);

    private IDataProtector Of(Guid sellerId, Guid connectionId) =>
        provider.CreateProtector("Marketplace.Tokens", sellerId.ToString("N"), connectionId.ToString("N"));
}

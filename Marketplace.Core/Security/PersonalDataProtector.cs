using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Core.Security;

/// <summary>Encrypts personal data of buyers for storage, and reads it back.</summary>
public sealed class PersonalDataProtector(IDataProtectionProvider provider)
{
    private readonly IDataProtector protector = provider.CreateProtector("Marketplace.PersonalData.v1");

    /// <summary>Encrypted JSON of a value.</summary>
    public string Protect<T>(T value) => protector.Protect(JsonSerializer.Serialize(value));

    /// <summary>Encrypts a document.</summary>
    public byte[] Protect(byte[] document) => protector.Protect(document);

    /// <summary>Reads a document back.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The keys that it was encrypted with are gone.</exception>
    public byte[] Unprotect(byte[] protectedDocument) => protector.Unprotect(protectedDocument);

    /// <summary>The value; the default where nothing is stored (withheld, or erased on schedule).</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The keys that it was encrypted with are gone.</exception>
    public T? Unprotect<T>(string? protectedValue) =>
        protectedValue is null ? default : JsonSerializer.Deserialize<T>(protector.Unprotect(protectedValue));
}

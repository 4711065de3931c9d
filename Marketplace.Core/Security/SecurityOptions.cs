namespace Marketplace.Core.Security;

/// <summary>Settings under <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Security";

    /// <summary>
    /// PKCS#12 file whose certificate encrypts the data-protection keys in the database; without it the keys lie there in the clear,
    /// and whoever copies the database can read what they protect.
    /// </summary>
    public string? KeyCertificatePath { get; set; }

    /// <summary>Password of the file.</summary>
    public string? KeyCertificatePassword { get; set; }

    /// <summary>PKCS#12 file of the certificate that was used before, with the same password; it opens old keys and protects no new ones.</summary>
    public string? FormerCertificatePath { get; set; }

    /// <summary>File with 32 random bytes in Base64 (<c>openssl rand -base64 32</c>) that encrypts the keys in place of a certificate.</summary>
    public string? KeyFile { get; set; }
}

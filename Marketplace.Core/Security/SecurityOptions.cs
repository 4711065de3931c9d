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
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Security;

/// <summary>Registers the room Security.</summary>
public static class SecurityRegistration
{
    // Every instance and every later release must find the same keys, wherever it is installed.
    private const string ApplicationName = "Marketplace";

    /// <summary>Adds the services of this room; the keys lie in the database, so that all instances share them.</summary>
    /// <exception cref="InvalidOperationException">The certificate that the settings name cannot be opened.</exception>
    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(SecurityOptions.Section).Get<SecurityOptions>() ?? new SecurityOptions();
        var keys = services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToDbContext<MarketplaceDbContext>();
        if (!string.IsNullOrEmpty(options.KeyCertificatePath))
        {
            keys.ProtectKeysWithCertificate(Open(options.KeyCertificatePath, options.KeyCertificatePassword));
        }
        else if (!string.IsNullOrEmpty(options.KeyFile))
        {
            var file = KeyFile.Read(options.KeyFile);
            services.AddSingleton(file);
            services.Configure<KeyManagementOptions>(management => management.XmlEncryptor = new KeyFileXml(file));
        }

        if (!string.IsNullOrEmpty(options.FormerCertificatePath))
        {
            keys.UnprotectKeysWithAnyCertificate(Open(options.FormerCertificatePath, options.KeyCertificatePassword));
        }

        services.AddHostedService<KeyKeeper>();
        services.AddSingleton<TokenProtector>();
        services.AddSingleton<PersonalDataProtector>();
        return services;
    }

    private static X509Certificate2 Open(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The certificate of Security:KeyCertificatePath or FormerCertificatePath ({path}) cannot be opened. Check the path and Security:KeyCertificatePassword.", exception);
        }
    }
}

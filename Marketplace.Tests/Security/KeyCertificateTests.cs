using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Security;

public sealed class KeyCertificateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("certificate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Keys_WithCertificate_AreStoredEncrypted()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Security:KeyCertificatePath"] = NewCertificate("right"),
            ["Security:KeyCertificatePassword"] = "right",
        });
        using var client = await app.SignInAsync();

        Assert.All(await KeysAsync(app), xml => Assert.Contains("EncryptedData", xml, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_WithoutCertificate_AreStoredAndSharedAllTheSame()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();

        Assert.NotEmpty(await KeysAsync(app));
    }

    [Fact]
    public void Start_CertificateWithWrongPassword_IsRefusedAndNamesTheSetting()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Security:KeyCertificatePath"] = NewCertificate("right"),
            ["Security:KeyCertificatePassword"] = "wrong",
        };

        var refusal = Assert.ThrowsAny<Exception>(() => TestApp.Start(settings));

        Assert.Contains("Security:KeyCertificatePassword", refusal.ToString(), StringComparison.Ordinal);
    }

    private string NewCertificate(string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Marketplace keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        var path = Path.Combine(folder, "keys.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        return path;
    }

    private static async Task<List<string>> KeysAsync(TestApp app)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.DataProtectionKeys.Select(key => key.Xml!).ToListAsync();
    }
}

using System.Security.Cryptography;
using Marketplace.Core.Data;
using Marketplace.Core.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Security;

public sealed class KeyFileTests : IDisposable
{
    private readonly TestStorage storage = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-key-");

    [Fact]
    public async Task Keys_WithAKeyFile_LieEncryptedAndOpenWithItAlone()
    {
        var file = Write("key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        string sealedText;
        await using (var services = Services(file))
        {
            sealedText = services.GetRequiredService<PersonalDataProtector>().Protect("Ada Lovelace");
            await using var db = services.GetRequiredService<MarketplaceDb>().OpenForMachine();
            Assert.All(await db.DataProtectionKeys.Select(k => k.Xml).ToListAsync(TestContext.Current.CancellationToken), xml => Assert.Contains("keyFile", xml, StringComparison.Ordinal));
        }

        await using (var again = Services(file))
        {
            Assert.Equal("Ada Lovelace", again.GetRequiredService<PersonalDataProtector>().Unprotect<string>(sealedText));
        }

        await using var other = Services(Write("other", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        Assert.ThrowsAny<CryptographicException>(() => other.GetRequiredService<PersonalDataProtector>().Unprotect<string>(sealedText));
    }

    [Theory]
    [InlineData("c2hvcnQ=")]
    [InlineData("no base64 at all!")]
    public void Keys_WithAFileThatHoldsNoKey_StopTheStartAndNameTheSetting(string content)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Services(Write("bad", content)));

        Assert.Contains("Security:KeyFile", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        storage.Dispose();
        folder.Delete(recursive: true);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    private ServiceProvider Services(string file)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(storage.Settings).AddInMemoryCollection(new Dictionary<string, string?> { ["Security:KeyFile"] = file }).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System);
        services.AddMarketplaceData(configuration).AddSecurity(configuration);
        return services.BuildServiceProvider();
    }
}

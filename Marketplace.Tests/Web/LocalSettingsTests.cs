using Marketplace.Web.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Tests.Web;

/// <summary>Where an installation's own file of settings stands among the others.</summary>
public sealed class LocalSettingsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-settings-");

    [Fact]
    public void LocalFile_BeatsTheOtherFilesAndNotTheCommandLine()
    {
        Write("appsettings.json", """{ "Try": { "A": "shared", "B": "shared", "C": "shared" } }""");
        Write("appsettings.Production.json", """{ "Try": { "B": "production", "C": "production" } }""");
        Write(LocalSettings.File, """{ "Try": { "A": "local", "B": "local", "C": "local" } }""");

        var builder = Builder("--Try:C=typed");
        builder.AddLocalSettings();

        Assert.Equal(("local", "local", "typed"), (builder.Configuration["Try:A"], builder.Configuration["Try:B"], builder.Configuration["Try:C"]));
    }

    [Fact]
    public void LocalFile_ThatIsNotThere_ChangesNothing()
    {
        Write("appsettings.json", """{ "Try": { "A": "shared" } }""");

        var builder = Builder();
        builder.AddLocalSettings();

        Assert.Equal("shared", builder.Configuration["Try:A"]);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private WebApplicationBuilder Builder(params string[] arguments) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = folder.FullName, EnvironmentName = Environments.Production });

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
}

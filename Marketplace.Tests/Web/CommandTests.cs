using System.Diagnostics;

namespace Marketplace.Tests.Web;

/// <summary>The built executable with a command in place of serving.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly string Folder = Path.Combine(
        Repository.Root, "Marketplace.Web", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0");

    private readonly TestStorage storage = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-command-");

    [Fact]
    public async Task Doctor_SoundInstallation_SaysSoAndAdvises()
    {
        var (code, said) = await RunAsync(["doctor"]);

        Assert.True(code == 0, said);
        Assert.Contains("ok      settings: valid", said, StringComparison.Ordinal);
        Assert.Contains("ok      database: there, and of this version", said, StringComparison.Ordinal);
        Assert.Contains("advice  network: without Api:PublicUrl", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WrongSetting_NamesItAndFails()
    {
        var (code, said) = await RunAsync(["doctor"], ("Retention:DaysAfterDelivery", "-3"));

        Assert.Equal(1, code);
        Assert.Contains("WRONG   settings:", said, StringComparison.Ordinal);
        Assert.Contains("Retention:DaysAfterDelivery must lie", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_ThenRestore_BringTheDatabaseBack()
    {
        Assert.SkipWhen(TestStorage.AllOnPostgres, "BackupTests does this on PostgreSQL.");
        var file = Path.Combine(folder.FullName, "copy.db");

        var (made, saidOfBackup) = await RunAsync(["backup", file]);
        Assert.True(made == 0, saidOfBackup);
        var (again, refusal) = await RunAsync(["backup", file]);
        Assert.Equal(1, again);
        Assert.Contains("is there already", refusal, StringComparison.Ordinal);
        var (restored, saidOfRestore) = await RunAsync(["restore", file]);

        Assert.True(restored == 0, saidOfRestore);
        Assert.Contains("The former one is", saidOfRestore, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatIsNone_ExplainsThemAndFails()
    {
        var (code, said) = await RunAsync(["destroy"]);

        Assert.Equal(1, code);
        Assert.Contains("backup FILE", said, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        storage.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<(int Code, string Said)> RunAsync(IEnumerable<string> arguments, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "Marketplace.Web.dll"), .. arguments]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in storage.Settings.Select(s => (s.Key, s.Value!)).Concat(settings))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}

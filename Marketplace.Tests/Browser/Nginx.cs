using System.Diagnostics;

namespace Marketplace.Tests.Browser;

/// <summary>Debian's nginx with the configuration that the compose file mounts, in front of instances on this machine.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nginx-");
    private readonly Process process;

    private Nginx(IReadOnlyList<BuiltApp> instances)
    {
        var port = BuiltApp.FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        var configuration = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "nginx.conf"))
            .Replace("app-1:8080", instances[0].Address.Authority, StringComparison.Ordinal)
            .Replace("app-2:8080", instances[1].Address.Authority, StringComparison.Ordinal)
            .Replace("listen 8000", $"listen 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("/tmp/", folder.FullName + "/", StringComparison.Ordinal);
        var file = Path.Combine(folder.FullName, "nginx.conf");
        File.WriteAllText(file, configuration);

        // Its workers give up the rights of root and must still reach the folder.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        }

        process = Process.Start(Program, ["-e", "/dev/stderr", "-c", file, "-g", "daemon off;"]);
    }

    /// <summary>Where visitors come.</summary>
    public Uri Address { get; }

    /// <summary>Starts it; skips the test where it is not installed.</summary>
    public static async Task<Nginx> StartAsync(IReadOnlyList<BuiltApp> instances)
    {
        Assert.SkipUnless(File.Exists(Program), $"There is no {Program} (Debian: apt-get install nginx-light).");
        var nginx = new Nginx(instances);
        using var client = new HttpClient { BaseAddress = nginx.Address };
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var answer = await client.GetAsync("/health/ready");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.Tests;

/// <summary>The application as it was built, in a process of its own, which can be killed and started again at the same address.</summary>
public sealed class BuiltApp : IAsyncDisposable
{
    private const int KeptLines = 400;
    private static readonly string Folder = Path.Combine(
        Repository.Root, "Marketplace.Web", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0");

    private readonly IReadOnlyDictionary<string, string?> settings;
    private readonly ConcurrentQueue<string> lines = new();
    private Process? process;

    private BuiltApp(IReadOnlyDictionary<string, string?> settings, int port)
    {
        this.settings = settings;
        Address = new Uri($"http://127.0.0.1:{port}");
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>Where it listens while it runs.</summary>
    public Uri Address { get; }

    /// <summary>A client without cookies or redirects.</summary>
    public HttpClient Client { get; }

    /// <summary>The last lines that it wrote, over all its lives.</summary>
    public string Log => string.Join(Environment.NewLine, lines);

    /// <summary>A free port for an instance that is started later.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Starts an instance; it may not listen yet when this returns.</summary>
    public static BuiltApp Start(IReadOnlyDictionary<string, string?> settings, int? port = null)
    {
        var app = new BuiltApp(settings, port ?? FreePort());
        app.Start();
        return app;
    }

    /// <summary>Starts it again, as it was.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "Marketplace.Web.dll"), "--urls", Address.ToString()])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits until it is ready for visitors.</summary>
    public async Task ReadyAsync()
    {
        try
        {
            await Eventually.TrueAsync(IsReadyAsync, () => Assert.False(process!.HasExited, $"The application ended by itself.{Environment.NewLine}{Log}"), 90);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The application is not ready after 90 s.{Environment.NewLine}{Log}");
        }
    }

    /// <summary>Whether a load balancer would send visitors here.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Kills it as <c>kill -9</c> does: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as a service manager does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var ask = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await ask.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (process is { HasExited: false })
        {
            await KillAsync();
        }

        process?.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > KeptLines)
        {
            lines.TryDequeue(out _);
        }
    }
}

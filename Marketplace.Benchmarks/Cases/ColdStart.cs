using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;

namespace Marketplace.Benchmarks.Cases;

/// <summary>
/// The application in a process of its own, from its start to the end of the first page, with a new database and with one that is there:
/// as it is published for a server, compiled ahead, and as it is built for development.
/// </summary>
internal sealed class ColdStart : IBenchmark
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public string Name => "cold-start";

    public string About => "start of the application until its first page is read, as published for a server and as built";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.Size != BenchmarkSize.Tiny)
        {
            using var published = await PublishedApp.MakeAsync(cancellationToken);
            await foreach (var row in StartsAsync("published", published.Folder, settings, cancellationToken))
            {
                yield return row;
            }
        }

        await foreach (var row in StartsAsync("built", AppContext.BaseDirectory, settings, cancellationToken))
        {
            yield return row;
        }
    }

    private async IAsyncEnumerable<Figures> StartsAsync(string name, string folder, BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.CreateAsync(settings.Database, settings.Postgres, cancellationToken);
        yield return Row($"{name}, new database", [await StartAsync(folder, database, cancellationToken)]);
        var again = new List<TimeSpan>();
        for (var i = 0; i < settings.Pick(1, 3, 10); i++)
        {
            again.Add(await StartAsync(folder, database, cancellationToken));
        }

        yield return Row($"{name}, existing database", again);
    }

    private Figures Row(string name, List<TimeSpan> times)
    {
        var latency = Percentiles.Of(times);
        return new Figures(Name, name) { Latency = latency, Target = "< 3 s", Met = latency.P95 < 3_000 };
    }

    private static async Task<TimeSpan> StartAsync(string folder, BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(Describe(folder, address, database))!;
        try
        {
            using var http = new HttpClient { BaseAddress = address };
            while (!await AnswersAsync(http, cancellationToken))
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"The application ended at its start with code {process.ExitCode}.");
                }

                await Task.Delay(Glance, cancellationToken);
            }

            return Stopwatch.GetElapsedTime(started);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static ProcessStartInfo Describe(string folder, Uri address, BenchmarkDatabase database)
    {
        var program = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                Path.Combine(folder, "Marketplace.Web.dll"), "--urls", address.ToString(),
                "--Logging:LogLevel:Default=None",
                $"--Database:Provider={database.Provider}", $"--Database:ConnectionString={database.ConnectionString}",
            },
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        program.Environment["ASPNETCORE_ENVIRONMENT"] = "Benchmark";
        return program;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            // Follows the way to the sign-in page, as a browser would.
            using var answer = await http.GetAsync("/", cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync(cancellationToken)).Contains("</html>", StringComparison.OrdinalIgnoreCase);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Marketplace.Benchmarks.Beds;
using Marketplace.Benchmarks.Measuring;

namespace Marketplace.Benchmarks.Cases;

/// <summary>The built application in a process of its own, from its start to the end of the first page; with a new database, and with one that is there.</summary>
internal sealed class ColdStart : IBenchmark
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public string Name => "cold-start";

    public string About => "start of the built application until its first page is read";

    public async IAsyncEnumerable<Figures> RunAsync(BenchmarkSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.CreateAsync(settings.Database, settings.Postgres, cancellationToken);
        yield return Row("new database", [await StartAsync(database, cancellationToken)]);
        var again = new List<TimeSpan>();
        for (var i = 0; i < settings.Pick(1, 3, 10); i++)
        {
            again.Add(await StartAsync(database, cancellationToken));
        }

        yield return Row("existing database", again);
    }

    private Figures Row(string name, List<TimeSpan> times)
    {
        var latency = Percentiles.Of(times);
        return new Figures(Name, name) { Latency = latency, Target = "< 3 s", Met = latency.P95 < 3_000 };
    }

    private static async Task<TimeSpan> StartAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(Describe(address, database))!;
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

    private static ProcessStartInfo Describe(Uri address, BenchmarkDatabase database)
    {
        var program = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Marketplace.Web.dll"), "--urls", address.ToString(),
                "--Logging:LogLevel:Default=None",
                $"--Database:Provider={database.Provider}", $"--Database:ConnectionString={database.ConnectionString}",
            },
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
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

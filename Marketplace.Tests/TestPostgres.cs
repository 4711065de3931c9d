using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Marketplace.Tests;

/// <summary>A PostgreSQL server of the tests' own: one for the run, on a free loopback port, with a database per test.</summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    /// <summary>Folder of initdb and pg_ctl; null where PostgreSQL is not installed.</summary>
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order().LastOrDefault()
        : null;

    /// <summary>Connection string of a new, empty database. Skips the test where no server is installed, except under CI.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        if (Programs is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "PostgreSQL is not installed (Debian: apt-get install postgresql).");
            Assert.Fail("PostgreSQL must be installed where CI=true.");
        }

        var name = "test_" + Guid.NewGuid().ToString("N");
        var server = await Server.Value;
        await using var connection = new NpgsqlConnection(server + ";Database=postgres");
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return $"{server};Database={name}";
    }

    private static async Task<string> StartAsync()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();

        var folder = Directory.CreateTempSubdirectory("marketplace-pg-").FullName;
        var data = Path.Combine(folder, "data");
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", folder);
        }

        await RunAsServerUserAsync($"{Programs}/initdb -D {data} -A trust -U postgres --no-sync");
        await RunAsServerUserAsync($"{Programs}/pg_ctl -D {data} -l {folder}/log -o '-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200' -w start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            RunAsServerUserAsync($"{Programs}/pg_ctl -D {data} -m immediate stop").Wait(TimeSpan.FromSeconds(10));
            Directory.Delete(folder, recursive: true);
        };
        return $"Host=127.0.0.1;Port={port};Username=postgres";
    }

    // PostgreSQL refuses to run as root.
    private static Task RunAsServerUserAsync(string command) =>
        Environment.UserName == "root" ? RunAsync("runuser", "-u", "postgres", "--", "sh", "-c", command) : RunAsync("sh", "-c", command);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Output goes to nowhere rather than to a pipe, which the server would inherit and keep open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.");
    }
}

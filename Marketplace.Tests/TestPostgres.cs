using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own: one for the run, on a free loopback port, with a database per test. It works without
/// waiting for tasks, for tests make their application in constructors.
/// </summary>
public static class TestPostgres
{
    private const int MostConnections = 300;
    private static readonly Lazy<string> Server = new(Start);
    private static readonly Lazy<string> Template = new(MakeTemplate);

    /// <summary>Folder of initdb and pg_ctl; null where PostgreSQL is not installed.</summary>
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order().LastOrDefault()
        : null;

    /// <summary>Connection string of a new database. Skips the test where no server is installed, except under CI.</summary>
    /// <param name="migrated">Of the newest form; empty otherwise.</param>
    public static string NewDatabase(bool migrated = false)
    {
        if (Programs is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "PostgreSQL is not installed (Debian: apt-get install postgresql).");
            Assert.Fail("PostgreSQL must be installed where CI=true.");
        }

        return Create(migrated ? Template.Value : null);
    }

    /// <summary>Drops a database of <see cref="NewDatabase"/>, whoever is still connected.</summary>
    public static void Drop(string connectionString)
    {
        using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        Execute($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    private static string Create(string? template)
    {
        var name = "test_" + Guid.NewGuid().ToString("N");
        Execute($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template}"));
        return $"{Server.Value};Database={name}";
    }

    private static void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(Server.Value + ";Database=postgres");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    // Migrating takes a second; copying a tenth of that. A template must have no session left.
    private static string MakeTemplate()
    {
        var connectionString = Create(null);
        using (var db = new PostgresMarketplaceDbContext(new DbContextOptionsBuilder<PostgresMarketplaceDbContext>().UseNpgsql(connectionString + ";Pooling=false").Options))
        {
            db.Database.Migrate();
        }

        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    private static string Start()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();

        var folder = Directory.CreateTempSubdirectory("marketplace-pg-").FullName;
        var data = Path.Combine(folder, "data");
        if (Environment.UserName == "root")
        {
            Run("chown", "postgres", folder);
        }

        RunAsServerUser($"{Programs}/initdb -D {data} -A trust -U postgres --no-sync");
        RunAsServerUser(
            $"{Programs}/pg_ctl -D {data} -l {folder}/log -o '-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections={MostConnections}' -w start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            RunAsServerUser($"{Programs}/pg_ctl -D {data} -m immediate stop");
            Directory.Delete(folder, recursive: true);
        };
        return $"Host=127.0.0.1;Port={port};Username=postgres";
    }

    // PostgreSQL refuses to run as root.
    private static void RunAsServerUser(string command)
    {
        if (Environment.UserName == "root")
        {
            Run("runuser", "-u", "postgres", "--", "sh", "-c", command);
        }
        else
        {
            Run("sh", "-c", command);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        // Output goes to nowhere rather than to a pipe, which the server would inherit and keep open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" })!;
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)) && process.ExitCode == 0, $"{program} did not end well.");
    }
}

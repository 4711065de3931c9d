using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Marketplace.Core.Data.Backup;

/// <summary>PostgreSQL's own programs for backups, which must be installed where the command runs (Debian: <c>postgresql-client</c>).</summary>
internal static class PostgresTools
{
    /// <summary>Writes the database into one file.</summary>
    public static Task DumpAsync(string connectionString, string file, CancellationToken cancellationToken) =>
        RunAsync("pg_dump", connectionString, ["--format=custom", "--no-owner", $"--file={file}"], cancellationToken);

    /// <summary>Reads such a file into the database.</summary>
    public static async Task RestoreAsync(string connectionString, string file, bool overwrite, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
        if (!overwrite && await command.ExecuteScalarAsync(cancellationToken) is not 0L)
        {
            throw new BackupException("The database has tables. Name an empty one in Database:ConnectionString, or add --overwrite to drop what is there.");
        }

        await RunAsync("pg_restore", connectionString, ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", file], cancellationToken);
    }

    private static async Task RunAsync(string program, string connectionString, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in (string[])[$"--host={target.Host}", $"--port={target.Port.ToString(CultureInfo.InvariantCulture)}", $"--username={target.Username}", $"--dbname={target.Database}", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // Not as an argument, which every user of the machine can read.
        start.Environment["PGPASSWORD"] = target.Password;
        try
        {
            using var process = Process.Start(start)!;
            var problem = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new BackupException($"{program} failed: {problem.Trim()}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new BackupException($"{program} is not installed here. Install PostgreSQL's client programs (Debian: postgresql-client) in the version of the server.", exception);
        }
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Data.Backup;

/// <summary>
/// Copies the whole database into one file, and back. The keys that open tokens and buyers' data lie in the database; where a
/// certificate or key file protects them, that is not in the copy and must be kept beside it.
/// </summary>
public sealed class DatabaseBackup(IOptions<DatabaseOptions> options, DatabaseMigration migration, TimeProvider time)
{
    private const int BusySeconds = 5;

    /// <summary>Writes a copy while the application may run.</summary>
    /// <param name="file">Where to; it must not exist yet.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BackupException">It cannot be done; the message says why and what to do.</exception>
    public async Task BackUpAsync(string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
        {
            throw new BackupException($"{file} is there already. Name a file that does not exist, so that no earlier backup is lost.");
        }

        // Under another name until it is whole and sound.
        var part = file + ".part";
        if (options.Value.Provider == DatabaseProvider.Postgres)
        {
            MakePrivate(part);
            await PostgresTools.DumpAsync(options.Value.ConnectionString, part, cancellationToken);
            File.Move(part, file);
            return;
        }

        var database = FileOf(options.Value.ConnectionString);
        if (!File.Exists(database))
        {
            throw new BackupException($"There is no database at {database}. Check Database:ConnectionString; a relative path begins in the folder where the command is started.");
        }

        MakePrivate(part);
        using (var source = Open(database, SqliteOpenMode.ReadOnly))
        using (var copy = Open(part, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(copy);
            Require(copy, part);
        }

        File.Move(part, file);
    }

    /// <summary>Puts a copy in the place of the database, which is kept under another name. The application must be stopped.</summary>
    /// <param name="file">The copy.</param>
    /// <param name="overwrite">On PostgreSQL, where the database cannot be put aside: whether its tables may be dropped.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Where the former database is now; null where there was none, or on PostgreSQL.</returns>
    /// <exception cref="BackupException">It cannot be done; the message says why and what to do.</exception>
    /// <exception cref="UnknownDatabaseFormException">The copy is of a newer version of the application.</exception>
    public async Task<string?> RestoreAsync(string file, bool overwrite, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new BackupException($"There is no file {file}.");
        }

        if (options.Value.Provider == DatabaseProvider.Postgres)
        {
            await PostgresTools.RestoreAsync(options.Value.ConnectionString, file, overwrite, cancellationToken);
            await migration.RunAsync(cancellationToken);
            return null;
        }

        using (var copy = Open(file, SqliteOpenMode.ReadOnly))
        {
            Require(copy, file);
        }

        var database = Path.GetFullPath(FileOf(options.Value.ConnectionString));
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        var former = File.Exists(database) ? CopyAside(database) : null;

        // Into the file that is there: whoever restores as root would else leave the service a file that it may not write.
        using (var source = Open(file, SqliteOpenMode.ReadOnly))
        using (var target = Open(database, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(target);
        }

        await migration.RunAsync(cancellationToken);
        return former;
    }

    private string CopyAside(string database)
    {
        using (var present = Open(database, SqliteOpenMode.ReadWrite))
        {
            try
            {
                // A running application holds the file open in WAL mode, and leaving that mode takes it alone.
                Run(present, "PRAGMA journal_mode=DELETE");
            }
            catch (SqliteException)
            {
                throw new BackupException($"{database} is in use. Stop the application first.");
            }
        }

        var former = FormattableString.Invariant($"{database}.before-restore-{time.GetUtcNow():yyyyMMdd-HHmmss}");
        File.Copy(database, former);
        return former;
    }

    // A copy may hold the keys in the clear, so that it is its maker's alone from its first byte on.
    private static void MakePrivate(string file)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var made = new FileStream(file, options);
    }

    private static string FileOf(string connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Require(SqliteConnection connection, string file)
    {
        try
        {
            if (Run(connection, "PRAGMA integrity_check") is not "ok" || Run(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'AspNetUsers'") is not 1L)
            {
                throw new BackupException($"{file} is damaged, or no database of this application. Take another backup.");
            }
        }
        catch (SqliteException exception)
        {
            throw new BackupException($"{file} cannot be read as a database. Take another backup.", exception);
        }
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

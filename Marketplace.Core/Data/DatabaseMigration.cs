using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Data;

/// <summary>Brings the database to the newest form at start. EF's own lock keeps instances that start together apart.</summary>
public sealed class DatabaseMigration(MarketplaceDb database, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseMigration> logger)
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>Creates or upgrades the database.</summary>
    /// <exception cref="UnknownDatabaseFormException">Another version of the application gave it a form that this one does not know.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var file = db.Database.IsSqlite() ? FileOf(db.Database.GetConnectionString()) : null;
        MakeFolder(file);
        var form = await DatabaseForm.ReadAsync(db, cancellationToken);
        if (form.Strangeness is { } strange)
        {
            if (!options.Value.SetAsideUnknown || !File.Exists(file))
            {
                throw new UnknownDatabaseFormException(strange, file);
            }

            SetAside(file);
        }

        // EF would hold its whole model against the migrations before it found that there is nothing to do.
        if (form is not { IsComplete: true, Strangeness: null })
        {
            await db.Database.MigrateAsync(cancellationToken);
        }

        await DatabaseForm.MarkAsync(db, cancellationToken);
    }

    private static string? FileOf(string? connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;

    private static void MakeFolder(string? file)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    private void SetAside(string file)
    {
        SqliteConnection.ClearAllPools();
        var kept = FormattableString.Invariant($"{file}.{time.GetUtcNow():yyyyMMdd-HHmmss}");
        foreach (var part in Parts.Where(part => File.Exists(file + part)))
        {
            File.Move(file + part, kept + part);
        }

        logger.LogWarning("The demo's database is of another version of the application; it was kept as {Kept} and a new one was made", kept);
    }
}

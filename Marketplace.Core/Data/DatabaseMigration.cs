using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Data;

/// <summary>Brings the database to the newest form at start. EF's own lock keeps instances that start together apart.</summary>
public sealed class DatabaseMigration(MarketplaceDb database, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseMigration> logger)
{
    /// <summary>Creates or upgrades the database.</summary>
    /// <exception cref="UnknownDatabaseFormException">Another version of the application gave it a form that this one does not know.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var file = db.Database.IsSqlite() ? FileOf(db.Database.GetConnectionString()) : null;
        MakeFolder(file);
        if (await UnknownFormAsync(db, cancellationToken) is { } form)
        {
            if (!options.Value.SetAsideUnknown || !File.Exists(file))
            {
                throw new UnknownDatabaseFormException(form, file);
            }

            SetAside(file);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    private static string? FileOf(string? connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;

    private static void MakeFolder(string? file)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    // Name of a step that was applied and that this version does not have; null where all is known.
    private static async Task<string?> UnknownFormAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        await db.Database.CanConnectAsync(cancellationToken)
            ? (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations()).FirstOrDefault()
            : null;

    private void SetAside(string file)
    {
        SqliteConnection.ClearAllPools();
        var kept = FormattableString.Invariant($"{file}.{time.GetUtcNow():yyyyMMdd-HHmmss}");
        foreach (var part in new[] { "", "-wal", "-shm" }.Where(part => File.Exists(file + part)))
        {
            File.Move(file + part, kept + part);
        }

        logger.LogWarning("The demo's database is of another version of the application; it was kept as {Kept} and a new one was made", kept);
    }
}

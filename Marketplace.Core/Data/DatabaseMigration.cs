using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Data;

/// <summary>Brings the database to the newest form at start. EF's own lock keeps instances that start together apart.</summary>
public sealed class DatabaseMigration(MarketplaceDb database)
{
    /// <summary>Creates or upgrades the database.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (db.Database.IsSqlite())
        {
            MakeFolder(db.Database.GetConnectionString());
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    private static void MakeFolder(string? connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }
}

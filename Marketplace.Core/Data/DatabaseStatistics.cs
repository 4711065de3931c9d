using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Data;

/// <summary>
/// Keeps true what SQLite knows of its tables' sizes. Without it, it takes a seller's orders for a handful and goes through all of them
/// where an index would lead to the few that are meant. PostgreSQL sees to this by itself.
/// </summary>
public sealed class DatabaseStatistics(MarketplaceDb database)
{
    // SQLite's documented bits: 0x02 analyses what needs it, 0x10000 looks at all tables and not only at those that this
    // connection has read. Nothing is analysed unless a table is new or ten times as large as before, which costs 0.2 s at 100,000 orders.
    private const string Optimize = "PRAGMA optimize(0x10002);";

    /// <summary>Has tables looked at that are new or have grown much since they were last.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync(Optimize, cancellationToken);
        }
    }
}

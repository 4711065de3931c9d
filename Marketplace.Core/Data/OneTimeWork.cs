using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Data;

/// <summary>Work at the start that instances on one PostgreSQL server must not do at the same time.</summary>
public sealed class OneTimeWork(MarketplaceDb database)
{
    /// <summary>Does it while no other instance does work of the same name; the others wait for their turn. On SQLite there are no others.</summary>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (!db.Database.IsNpgsql())
        {
            return await work();
        }

        // Held to the end of the transaction, which writes nothing; a process that dies lets go of it.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);
        return await work();
    }
}

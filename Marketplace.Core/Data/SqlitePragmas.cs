using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Core.Data;

/// <summary>
/// Sets what SQLite forgets between connections. With the write-ahead log, <c>synchronous=NORMAL</c> survives the death of the
/// process and loses at most the last commits on a power cut, which the next poll of the marketplaces brings back. A busy timeout makes
/// SQLite itself look for its turn to write, first after one millisecond; the provider alone sleeps 150 ms between two looks, and a burst
/// of short writes then waits for seconds. A connection's own cache of 2 MB is smaller than one year's orders, and reading pages
/// again by system calls took two thirds of a search's time: the file is mapped, so that all connections share the system's cache.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection);
        command?.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection);
        if (command is not null)
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // EF probes for the file with a read-only connection, which refuses pragmas that write.
    private static DbCommand? Command(DbConnection connection)
    {
        if (connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA mmap_size=1073741824;";
        return command;
    }
}

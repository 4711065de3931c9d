using System.Buffers.Binary;
using Npgsql;

namespace Marketplace.Core.Work;

/// <summary>
/// The one session on PostgreSQL that the locks of an instance hang on. It must be a session of its own from end to end: a pooler
/// that lends sessions per transaction would lose the locks.
/// </summary>
internal sealed class StoreLockSession : IAsyncDisposable
{
    // Any number that nothing else in this database uses: each instance holds it shared, and so they are counted.
    private const int InstancesClass = 0x4D6B7431;

    private const string Locks =
        """
        SELECT classid::bigint, objid::bigint, objsubid FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    // A machine that falls silent is given up by the server after 14 seconds; this side gives up after five.
    private const string KeepAlive = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3";
    private const int TimeoutSeconds = 5;

    private readonly NpgsqlConnection connection;

    private StoreLockSession(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Opens the session: the instance is counted from now on, and hears the others ring.</summary>
    /// <param name="connectionString">Of the shared database.</param>
    /// <param name="instance">This instance's name on the bell.</param>
    /// <param name="onRung">Called when another instance rings.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<StoreLockSession> OpenAsync(string connectionString, string instance, Action onRung, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = TimeoutSeconds, ApplicationName = "Marketplace stores" };
        var session = new StoreLockSession(new NpgsqlConnection(settings.ConnectionString));
        session.connection.Notification += (_, notification) =>
        {
            if (notification.Payload != instance)
            {
                onRung();
            }
        };
        try
        {
            await session.connection.OpenAsync(cancellationToken);
            await session.ExecuteAsync($"{KeepAlive}; LISTEN {WorkBell.ChannelName}; SELECT pg_advisory_lock_shared({InstancesClass}, 0)", cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many instances there are, this one included, and which stores' locks are held by any of them.</summary>
    public async Task<(int Instances, StoreLockSet Taken)> ReadAsync(CancellationToken cancellationToken)
    {
        var (instances, keys) = (0, new HashSet<long>());
        await using var command = new NpgsqlCommand(Locks, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            // A lock of one number is shown in two halves and as 1; a lock of two numbers as 2.
            var (high, low, form) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt16(2));
            instances += form == 2 && high == InstancesClass ? 1 : 0;
            if (form == 1)
            {
                keys.Add((high << 32) | low);
            }
        }

        return (Math.Max(1, instances), new StoreLockSet(keys));
    }

    /// <summary>Takes a store's lock; false when another instance has it.</summary>
    public async Task<bool> TryLockAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = KeyOf(connectionId) } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Gives a store's lock back.</summary>
    public async Task UnlockAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = KeyOf(connectionId) } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Waits for a ring, but not longer than this.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => connection.WaitAsync(longest, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>The number of a store's lock: the half of its id that is random.</summary>
    internal static long KeyOf(Guid connectionId) => BinaryPrimitives.ReadInt64BigEndian(connectionId.ToByteArray(bigEndian: true).AsSpan(8));

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Locks that are held.</summary>
internal sealed record StoreLockSet(IReadOnlySet<long> Keys)
{
    /// <summary>Whether some instance has a store.</summary>
    public bool Has(Guid connectionId) => Keys.Contains(StoreLockSession.KeyOf(connectionId));
}

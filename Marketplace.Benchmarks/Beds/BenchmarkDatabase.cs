using Marketplace.Core.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Marketplace.Benchmarks.Beds;

/// <summary>An empty database of a benchmark's own: a file in a temporary folder, or one on the given PostgreSQL server.</summary>
public sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-benchmark-");
    private readonly string name = $"benchmark_{Guid.NewGuid():N}";
    private readonly string? server;

    private BenchmarkDatabase(DatabaseProvider provider, string? server)
    {
        Provider = provider;
        this.server = server;
        ConnectionString = provider == DatabaseProvider.Sqlite
            ? $"Data Source={Path.Combine(folder.FullName, "benchmark.db")}"
            : new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
    }

    /// <summary>Which kind.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>For the product's settings.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes one.</summary>
    public static async Task<BenchmarkDatabase> CreateAsync(DatabaseProvider provider, string? server, CancellationToken cancellationToken)
    {
        var database = new BenchmarkDatabase(provider, server);
        if (provider == DatabaseProvider.Postgres)
        {
            await database.ExecuteAsync($"CREATE DATABASE {database.name}", cancellationToken);
        }

        return database;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        if (Provider == DatabaseProvider.Postgres)
        {
            await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None);
        }

        folder.Delete(recursive: true);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

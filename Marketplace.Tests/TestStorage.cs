using System.Text;
using Marketplace.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Tests;

/// <summary>
/// A database of a test's own, of the newest form: a SQLite file in a temporary folder, or one on the tests' PostgreSQL server
/// where <c>MARKETPLACE_TEST_DATABASE=Postgres</c> or the test itself asks for that.
/// </summary>
public sealed class TestStorage : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Lazy<string> Template = new(MakeTemplate);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-");

    /// <summary>Makes the database.</summary>
    /// <param name="onPostgres">On PostgreSQL whatever the run asks for; skips the test where that is not installed.</param>
    public TestStorage(bool onPostgres = false)
    {
        Provider = onPostgres || AllOnPostgres ? DatabaseProvider.Postgres : DatabaseProvider.Sqlite;
        if (Provider == DatabaseProvider.Postgres)
        {
            ConnectionString = TestPostgres.NewDatabase(migrated: true);
            return;
        }

        File.Copy(Template.Value, DatabaseFile);
        ConnectionString = $"Data Source={DatabaseFile}";
    }

    /// <summary>Whether this run tests everything on PostgreSQL.</summary>
    public static bool AllOnPostgres { get; } = Environment.GetEnvironmentVariable("MARKETPLACE_TEST_DATABASE") == "Postgres";

    /// <summary>Which database it is.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>Where it is.</summary>
    public string ConnectionString { get; }

    private string DatabaseFile => Path.Combine(folder.FullName, "test.db");

    /// <summary>The settings of an application that uses it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"] = Provider.ToString(),
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] = ConnectionString,
    };

    /// <summary>All that is stored, as it lies there: the bytes of each file, or each table's rows in text.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> ContentsAsync()
    {
        var contents = new Dictionary<string, byte[]>();
        if (Provider == DatabaseProvider.Postgres)
        {
            await using var source = NpgsqlDataSource.Create(ConnectionString);
            foreach (var table in await ColumnAsync(source, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"))
            {
                contents[table] = Encoding.UTF8.GetBytes(string.Join('\n', await ColumnAsync(source, $"SELECT t::text FROM {table} t")));
            }

            return contents;
        }

        foreach (var file in folder.GetFiles("test.db*"))
        {
            // The application may have it open.
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            contents[file.Name] = bytes.ToArray();
        }

        return contents;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Provider == DatabaseProvider.Postgres)
        {
            TestPostgres.Drop(ConnectionString);
        }

        if (!SpinWait.SpinUntil(TryDelete, Patience))
        {
            folder.Delete(recursive: true);
        }
    }

    // A page that is just being closed may still read, and then SQLite makes its files anew.
    private bool TryDelete()
    {
        if (Provider == DatabaseProvider.Sqlite)
        {
            using var pool = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(pool);
        }

        try
        {
            folder.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<List<string>> ColumnAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    // Migrating takes most of a second, so it is done once and the file copied.
    private static string MakeTemplate()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("marketplace-template-").FullName, "template.db");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        using var db = new SqliteMarketplaceDbContext(new DbContextOptionsBuilder<SqliteMarketplaceDbContext>().UseSqlite($"Data Source={file};Pooling=False").Options);
        db.Database.Migrate();
        return file;
    }
}

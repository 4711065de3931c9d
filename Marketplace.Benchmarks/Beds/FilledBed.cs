using Marketplace.Core.Connections;

namespace Marketplace.Benchmarks.Beds;

/// <summary>The product without a sandbox, with one store that nobody calls: for what happens between the screen and the database.</summary>
internal sealed class FilledBed : IAsyncDisposable
{
    // The discard port: whatever would be called is not there.
    private const string Nowhere = "http://127.0.0.1:9";
    private readonly BenchmarkDatabase database;

    private FilledBed(BenchmarkDatabase database, ProductApp app, Connection store)
    {
        this.database = database;
        App = app;
        Store = store;
    }

    /// <summary>The product.</summary>
    public ProductApp App { get; }

    /// <summary>The store.</summary>
    public Connection Store { get; }

    /// <summary>Makes one.</summary>
    public static async Task<FilledBed> MakeAsync(BenchmarkSettings settings, CancellationToken cancellationToken)
    {
        var database = await BenchmarkDatabase.CreateAsync(settings.Database, settings.Postgres, cancellationToken);
        var app = await ProductApp.StartAsync(new Dictionary<string, string?>
        {
            ["Database:Provider"] = database.Provider.ToString(),
            ["Database:ConnectionString"] = database.ConnectionString,
            ["Platforms:Http:RedirectTo"] = Nowhere,
        });
        var store = new Connection
        {
            Marketplace = Bed.Marketplaces[0],
            ExternalAccountId = "benchmark",
            StoreName = "Benchmark",
            Region = "US",
            State = ConnectionState.Connected,
            ConnectedAt = TimeProvider.System.GetUtcNow(),
        };
        await using var db = app.OpenDatabase();
        db.Connections.Add(store);
        await db.SaveChangesAsync(cancellationToken);
        return new FilledBed(database, app, store);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await database.DisposeAsync();
    }
}

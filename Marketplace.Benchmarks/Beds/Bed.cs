using System.Globalization;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks.Beds;

/// <summary>A sandbox in a process of its own, and the product beside it with one seller. Nothing is connected yet.</summary>
public sealed class Bed : IAsyncDisposable
{
    /// <summary>Keys of the marketplaces, as benchmarks go through them.</summary>
    public static IReadOnlyList<string> Marketplaces { get; } = ["ebay", "amazon", "tiktok"];

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    private readonly BenchmarkDatabase database;

    private Bed(BenchmarkDatabase database, SandboxProcess sandbox, ProductApp app)
    {
        this.database = database;
        Sandbox = sandbox;
        App = app;
    }

    /// <summary>The marketplaces.</summary>
    public SandboxProcess Sandbox { get; }

    /// <summary>The product.</summary>
    public ProductApp App { get; }

    /// <summary>Makes one. Limits are kept on both sides, multiplied alike.</summary>
    /// <param name="settings">Which database.</param>
    /// <param name="listings">Listings of each store.</param>
    /// <param name="orders">Open orders of each store.</param>
    /// <param name="rateFactor">Multiplies the published limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="answerMilliseconds">How long each answer of a marketplace is on its way.</param>
    public static async Task<Bed> MakeAsync(
        BenchmarkSettings settings, int listings, int orders, double rateFactor, CancellationToken cancellationToken, double answerMilliseconds = 0)
    {
        var database = await BenchmarkDatabase.CreateAsync(settings.Database, settings.Postgres, cancellationToken);
        var sandbox = await SandboxProcess.StartAsync(listings, orders, rateFactor, answerMilliseconds, cancellationToken);
        var values = new Dictionary<string, string?>(await sandbox.CredentialsAsync(cancellationToken))
        {
            ["Database:Provider"] = database.Provider.ToString(),
            ["Database:ConnectionString"] = database.ConnectionString,
            ["Platforms:Http:RedirectTo"] = sandbox.Address.ToString(),
            ["Platforms:Http:RateFactor"] = rateFactor.ToString(CultureInfo.InvariantCulture),
            ["Sync:VerifyAfterSeconds"] = "0.5",
        };
        return new Bed(database, sandbox, await ProductApp.StartAsync(values));
    }

    /// <summary>Connects a store through the marketplace's own consent page; nothing is read yet.</summary>
    public async Task<Guid> ConnectAsync(string marketplace, CancellationToken cancellationToken)
    {
        var connect = App.Get<ConnectStore>();
        var page = await connect.StartAsync(App.SellerId, marketplace, null, new Uri(App.Address, $"/api/v1/platforms/callback/{marketplace}"), null, cancellationToken);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var allow = new FormUrlEncodedContent([new("decision", "approve")]);
        using var answer = await browser.PostAsync(page, allow, cancellationToken);
        var query = QueryHelpers.ParseQuery(new Uri(page, answer.Headers.Location!).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var store = (await connect.CompleteAsync(marketplace, query, null, cancellationToken)).Stores[0].Id;

        // What runs by the clock would do part of what is measured.
        foreach (var job in Enum.GetValues<SyncJob>())
        {
            await App.Get<SyncPlans>().SetAsync(App.SellerId, store, job, null, paused: true, cancellationToken);
        }

        return store;
    }

    /// <summary>Runs a job on a store to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public async Task<SyncRun> RunAsync(Guid store, SyncJob job, CancellationToken cancellationToken)
    {
        var id = await App.Get<SyncStarter>().StartForConnectionAsync(App.SellerId, store, job, "benchmark", cancellationToken);
        SyncRun? run = null;
        await UntilAsync(
            async () =>
            {
                await using var db = App.OpenDatabase();
                run = await db.SyncRuns.AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken);
                return run.FinishedAt is not null;
            },
            cancellationToken);
        return run!.State == SyncRunState.Succeeded ? run : throw new InvalidOperationException($"{run.Marketplace} {job} ended as {run.State}: {run.Message}");
    }

    /// <summary>Reads the listings of a store, but not the orders that would follow them by themselves.</summary>
    public async Task<SyncRun> ImportListingsAsync(Guid store, CancellationToken cancellationToken)
    {
        await using var db = App.OpenDatabase();
        db.SyncCursors.Add(new SyncCursor { ConnectionId = store, Job = SyncJob.Orders });
        await db.SaveChangesAsync(cancellationToken);
        var run = await RunAsync(store, SyncJob.Products, cancellationToken);

        // A run has ended a moment before its work: what follows it is decided in between, and must still find the cursor.
        await UntilAsync(async () => !await db.WorkItems.AnyAsync(w => w.ConnectionId == store && w.Kind == "sync.products", cancellationToken), cancellationToken);
        await db.SyncCursors.ExecuteDeleteAsync(cancellationToken);
        return run;
    }

    /// <summary>A store as the marketplace's clients want it.</summary>
    public async Task<(MarketplacePlatform Platform, ConnectionContext Connection)> OpenAsync(Guid store, CancellationToken cancellationToken)
    {
        var connection = await App.Get<IConnectionContexts>().OpenAsync(store, CallPriority.Job, cancellationToken);
        return (App.Get<PlatformCatalog>().Get(connection.Marketplace), connection);
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        while (!await holds())
        {
            await Task.Delay(Glance, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Sandbox.DisposeAsync();
        await database.DisposeAsync();
    }
}

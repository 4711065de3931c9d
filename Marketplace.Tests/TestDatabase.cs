using Marketplace.Core.Alerts;
using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory;
using Marketplace.Core.Linking;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Sync;
using Marketplace.Core.Work;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests;

/// <summary>
/// A real database with the services of the domain around it, one seller, and a clock of its own. Nothing runs in the background:
/// <see cref="RunWorkAsync"/> does what is due.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly TestStorage storage;

    private TestDatabase(ServiceProvider services, TestStorage storage, FakeTimeProvider clock)
    {
        this.services = services;
        this.storage = storage;
        Clock = clock;
    }

    /// <summary>The clock of all services, on a Monday in May unless the test moves it.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>The seller that owns everything.</summary>
    public Guid SellerId { get; } = Guid.CreateVersion7();

    /// <summary>The database.</summary>
    public MarketplaceDb Db => Get<MarketplaceDb>();

    /// <summary>A service.</summary>
    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>A context in the seller's name.</summary>
    public MarketplaceDbContext Open() => Db.Open(SellerId);

    /// <summary>Makes an empty database of the newest form.</summary>
    /// <param name="add">Further services, or doubles in the place of services.</param>
    /// <param name="platforms">Marketplaces to register.</param>
    /// <param name="settings">Settings in the place of the defaults.</param>
    /// <param name="onPostgres">On PostgreSQL; skips the test where that is not installed.</param>
    public static Task<TestDatabase> CreateAsync(
        Action<IServiceCollection>? add = null, Action<PlatformBuilder>? platforms = null, IReadOnlyDictionary<string, string?>? settings = null, bool onPostgres = false)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero));
        var storage = new TestStorage(onPostgres);
        return Task.FromResult(new TestDatabase(Services(storage, clock, add, platforms, settings), storage, clock));
    }

    /// <summary>A connected store.</summary>
    public async Task<Connection> AddConnectionAsync(string marketplace = "ebay", string account = "store-1")
    {
        await using var db = Open();
        var connection = new Connection
        {
            Marketplace = marketplace,
            ExternalAccountId = account,
            StoreName = $"{marketplace} {account}",
            Region = "US",
            State = ConnectionState.Connected,
            ConnectedAt = Clock.GetUtcNow(),
        };
        db.Connections.Add(connection);
        await db.SaveChangesAsync();
        return connection;
    }

    /// <summary>Does all durable work that is due now.</summary>
    public Task RunWorkAsync() => Get<WorkRunner>().RunDueAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        storage.Dispose();
    }

    private static ServiceProvider Services(
        TestStorage storage, TimeProvider clock, Action<IServiceCollection>? add, Action<PlatformBuilder>? platforms, IReadOnlyDictionary<string, string?>? settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(storage.Settings)
            .AddInMemoryCollection(settings)
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(clock);
        var builder = services.AddPlatforms(configuration);
        platforms?.Invoke(builder);
        services.AddMarketplaceData(configuration);
        services.AddSecurity(configuration).AddChanges(configuration).AddWork().AddAlerts().AddStores().AddCatalog().AddInventory().AddOrders().AddLinking().AddSync().AddInsights();

        // Reading orders reads their returns; the rest of that room is not here.
        services.AddSingleton<ReturnImport>();
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }
}

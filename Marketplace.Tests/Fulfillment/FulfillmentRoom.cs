using Marketplace.Core.Alerts;
using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Postage;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Fulfillment;

/// <summary>The room Fulfillment on a database of its own, with one seller, one store and <see cref="FakeMarketplace"/>.</summary>
internal sealed class FulfillmentRoom : IAsyncDisposable, IConnectionContexts, IAccessTokenSource, IOrderReadings
{
    private readonly TestStorage storage = new();
    private readonly ServiceProvider services;
    private readonly ConnectionContext? store;
    private int orderNumber;

    private FulfillmentRoom(MarketplacePlatform? platform, ConnectionContext? store, TimeProvider? time, IShippingLabels? labels)
    {
        this.store = store;
        ConnectionId = store?.ConnectionId ?? Guid.NewGuid();
        Platform = platform ?? Marketplace.Platform with { Cancellations = Aftercare, Refunds = Aftercare };

        // A real marketplace compares with its own clock.
        Time = new FakeTimeProvider(store is null ? new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero) : TimeProvider.System.GetUtcNow());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(storage.Settings).Build();
        var collection = new ServiceCollection().AddLogging();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddMarketplaceData(configuration);
        collection.AddDataProtection();
        collection.AddSecurity(configuration).AddChanges(configuration).AddWork().AddAlerts().AddCatalog().AddInventory().AddOrders().AddFulfillment();
        collection.AddSingleton(time ?? Time);
        collection.AddSingleton(new PlatformCatalog([Platform]));
        collection.AddSingleton<IConnectionContexts>(this);
        collection.AddSingleton<IOrderReadings>(this);
        if (labels is not null)
        {
            collection.AddSingleton(labels);
        }

        services = collection.BuildServiceProvider();
    }

    public FakeMarketplace Marketplace { get; } = new();

    public FakeAftercare Aftercare { get; } = new();

    public MarketplacePlatform Platform { get; }

    public FakeTimeProvider Time { get; }

    public Guid SellerId { get; } = Guid.NewGuid();

    /// <summary>Who sits at the seller's desk.</summary>
    public Guid UserId { get; } = Guid.NewGuid();

    public Guid ConnectionId { get; }

    /// <summary>The store's orders were not read for long.</summary>
    public bool IsBehind { get; set; }

    /// <summary>The store's authorisation is gone.</summary>
    public bool NeedsReauthorization { get; set; }

    public MarketplaceDb Database => Get<MarketplaceDb>();

    public ShipOrders Ship => Get<ShipOrders>();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>Opens a room of its own; with a platform and a store of it, those take the place of the fake, and with a clock, that one of the room's own.</summary>
    public static async Task<FulfillmentRoom> OpenAsync(MarketplacePlatform? platform = null, ConnectionContext? store = null, TimeProvider? time = null, IShippingLabels? labels = null)
    {
        var room = new FulfillmentRoom(platform, store, time, labels);

        // Makes the keys now: made inside an import's transaction, they would wait for that transaction's end.
        room.Get<PersonalDataProtector>().Protect("");
        await using var db = room.Database.Open(room.SellerId);
        db.Connections.Add(new Connection { Id = room.ConnectionId, Marketplace = room.Platform.Key.Value, StoreName = "Corner shop", ExternalAccountId = "shop-1", Region = "EU", State = ConnectionState.Connected });
        await db.SaveChangesAsync();
        return room;
    }

    /// <summary>Adds an order with a line per quantity (SKU-1, SKU-2, …).</summary>
    public async Task<Order> OrderAsync(Action<Order>? change = null, params int[] quantities)
    {
        var order = new Order
        {
            ConnectionId = ConnectionId,
            Marketplace = "bazaar",
            ExternalId = $"B-{++orderNumber:0000}",
            State = OrderState.ToShip,
            PlacedAt = Time.GetUtcNow().AddHours(-5),
            ImportedAt = Time.GetUtcNow().AddHours(-5),
            ShipBy = Time.GetUtcNow().AddDays(1),
            Currency = "EUR",
        };
        foreach (var (quantity, index) in (quantities.Length == 0 ? [1] : quantities).Select((q, i) => (q, i + 1)))
        {
            order.Lines.Add(new OrderLine { ExternalId = $"L{index}", Sku = $"SKU-{index}", Title = $"Thing {index}", Quantity = quantity });
        }

        change?.Invoke(order);
        await using var db = Database.Open(SellerId);
        db.Orders.Add(order);
        await db.SaveChangesAsync();
        return order;
    }

    /// <summary>Enters one parcel and returns its verdict.</summary>
    public async Task<ShipVerdict> ShipAsync(ShipRequest request) => (await Ship.ShipAsync(SellerId, [request], "ann", CancellationToken.None)).Single();

    /// <summary>
    /// Does the open work of the room in its order, moving the clock to each item's time, until none is left. Failures are tried
    /// again a second later, as the runner of the application does.
    /// </summary>
    public async Task WorkAsync(int most = 60)
    {
        var handlers = services.GetServices<IWorkHandler>().ToDictionary(h => h.Kind);
        for (var turn = 0; turn < most && await NextAsync(handlers.Keys) is { } item; turn++)
        {
            if (item.DueAt > Time.GetUtcNow())
            {
                Time.SetUtcNow(item.DueAt);
            }

            TimeSpan? again;
            try
            {
                again = (await handlers[item.Kind].HandleAsync(item, CancellationToken.None)).Again;
            }
            catch (Exception failure) when (failure is TransientException or ThrottledException)
            {
                again = TimeSpan.FromSeconds(1);
            }

            await SettleAsync(item, again);
        }
    }

    /// <summary>The order's parcels.</summary>
    public async Task<List<Shipment>> ShipmentsAsync(Guid orderId)
    {
        await using var db = Database.Open(SellerId);
        return await db.Shipments.Include(s => s.Lines).Where(s => s.OrderId == orderId).OrderBy(s => s.PackageNumber).ToListAsync();
    }

    /// <summary>The order's timeline.</summary>
    public async Task<List<OrderEvent>> EventsAsync(Guid orderId)
    {
        await using var db = Database.Open(SellerId);
        return await db.OrderEvents.Where(e => e.OrderId == orderId).OrderBy(e => e.At).ToListAsync();
    }

    public Task<ConnectionContext> OpenAsync(Guid connectionId, CallPriority priority, CancellationToken cancellationToken) => NeedsReauthorization
        ? throw new NeedsReauthorizationException("Connect Corner shop again.")
        : Task.FromResult(store ?? new ConnectionContext
        {
            ConnectionId = connectionId,
            Marketplace = FakeMarketplace.Descriptor.Key,
            ExternalAccountId = "shop-1",
            Region = "EU",
            Tokens = this,
            Priority = priority,
        });

    public Task<bool> IsBehindAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken) => Task.FromResult(IsBehind);

    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult("token");

    public ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken) => ValueTask.FromResult("token");

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        storage.Dispose();
    }

    // Work of other rooms, such as quantities to send, is not this test's.
    private async Task<WorkItem?> NextAsync(IEnumerable<string> kinds)
    {
        await using var db = Database.Open(SellerId);
        return await db.WorkItems.AsNoTracking().Where(w => kinds.Contains(w.Kind)).OrderBy(w => w.DueAt).ThenBy(w => w.Id).FirstOrDefaultAsync();
    }

    private async Task SettleAsync(WorkItem item, TimeSpan? again)
    {
        await using var db = Database.Open(SellerId);
        var row = db.WorkItems.Where(w => w.Id == item.Id);
        if (again is { } delay)
        {
            var due = Time.GetUtcNow() + delay;
            await row.ExecuteUpdateAsync(set => set.SetProperty(w => w.DueAt, due).SetProperty(w => w.Attempts, w => w.Attempts + 1));
        }
        else
        {
            await row.ExecuteDeleteAsync();
        }
    }
}

using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;

namespace Marketplace.Benchmarks.Beds;

/// <summary>Orders straight into the database, spread over states, marketplaces, times and titles as a busy year's are.</summary>
internal static class ManyOrders
{
    private const int AtOnce = 5_000;
    private static readonly string[] Things = ["Kettle", "Lamp", "Mug", "Rug", "Chair", "Clock", "Vase", "Blanket", "Mirror", "Basket"];
    private static readonly string[] Makes = ["Copper", "Walnut", "Linen", "Stone", "Brass", "Oak", "Felt"];

    /// <summary>The marketplace's id of the n-th order.</summary>
    public static string ExternalId(int number) => FormattableString.Invariant($"{10 + (number % 20)}-{10_000_000 + number}");

    /// <summary>Adds orders that wait to be shipped, all of one store.</summary>
    public static Task AddAsync(ProductApp app, Connection store, int count, CancellationToken cancellationToken) =>
        AddAsync(app, store, count, (_, order) => order.State = OrderState.ToShip, cancellationToken);

    /// <summary>Adds orders of a year: most are shipped, some wait, few are late, cancelled or sold without stock.</summary>
    public static Task AddYearAsync(ProductApp app, Connection store, int count, CancellationToken cancellationToken) => AddAsync(
        app,
        store,
        count,
        (i, order) =>
        {
            order.State = (i % 20) switch { 0 or 1 => OrderState.ToShip, 2 => OrderState.Cancelled, 3 => OrderState.Pending, 4 or 5 or 6 => OrderState.Shipped, _ => OrderState.Delivered };
            order.Marketplace = Bed.Marketplaces[i % 3];
            order.FulfilledByMarketplace = i % 13 == 0;
            order.ShipBy = order.PlacedAt.AddDays(3);
            order.TotalMinor = 500 + (i * 7919L % 20_000);
            order.ItemCount = 1 + (i % 5);
        },
        cancellationToken);

    private static async Task AddAsync(ProductApp app, Connection store, int count, Action<int, Order> vary, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await using var db = app.OpenDatabase();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            foreach (var i in numbers)
            {
                var order = Make(i, store, now.AddMinutes(-5.25 * i));
                vary(i, order);
                db.Orders.Add(order);
                if (i % 250 == 0)
                {
                    db.Reservations.Add(new Reservation { OrderLineId = order.Lines[0].Id, OrderId = order.Id, VariantId = Guid.CreateVersion7(), ConnectionId = store.Id, PlacedAt = order.PlacedAt, Wanted = 1, Oversold = 1 });
                }
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        // As the schedule does after some minutes.
        await app.Get<DatabaseStatistics>().RefreshAsync(cancellationToken);
    }

    private static Order Make(int number, Connection store, DateTimeOffset placedAt)
    {
        var (sku, title) = ($"SKU-{number % 20_000:D5}", $"{Makes[number % Makes.Length]} {Things[number / 7 % Things.Length]} No. {number % 20_000}");
        var order = new Order
        {
            SellerId = store.SellerId,
            ConnectionId = store.Id,
            Marketplace = store.Marketplace,
            ExternalId = ExternalId(number),
            PlacedAt = placedAt,
            RemoteUpdatedAt = placedAt,
            ImportedAt = placedAt,
            Currency = "USD",
            TotalMinor = 1999,
            ItemCount = 1,
            Summary = title,
            SearchText = $"{ExternalId(number)} {sku} {title.ToUpperInvariant()}",
        };
        order.Lines.Add(new OrderLine { SellerId = store.SellerId, OrderId = order.Id, ExternalId = "1", Sku = sku, Title = title, Quantity = 1, UnitPriceMinor = 1999 });
        return order;
    }
}

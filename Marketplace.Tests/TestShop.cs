using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests;

/// <summary>What a store of a test lists and sells, and short ways to bring it in and look at what came of it.</summary>
public sealed class TestShop(TestDatabase test, StoreReference store)
{
    /// <summary>The store.</summary>
    public StoreReference Store { get; } = store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Connects a store.</summary>
    public static async Task<TestShop> ConnectAsync(TestDatabase test, string marketplace = "ebay", string account = "store-1")
    {
        var connection = await test.AddConnectionAsync(marketplace, account);
        return new TestShop(test, new StoreReference(test.SellerId, connection.Id, marketplace, marketplace));
    }

    /// <summary>A listing of one SKU.</summary>
    public static RemoteListing Listing(string sku, int? quantity = 10, string? id = null, string? productId = null, string? variation = null) => new()
    {
        ExternalId = id ?? $"L-{sku}",
        ExternalProductId = productId ?? id ?? $"L-{sku}",
        Sku = sku,
        Title = $"Thing {sku}",
        VariationTitle = variation,
        Price = new Money(1999, "USD"),
        Quantity = quantity,
    };

    /// <summary>An order of one line, placed and changed now.</summary>
    public RemoteOrder Order(string id, string sku, int quantity = 1, RemoteOrderStatus status = RemoteOrderStatus.ReadyToShip, int shipped = 0) => new()
    {
        ExternalId = id,
        Status = status,
        PlacedAt = test.Clock.GetUtcNow(),
        UpdatedAt = test.Clock.GetUtcNow(),
        Buyer = new RemoteBuyer { Name = "Grace Hopper", City = "Arlington", AddressLines = ["1 Compiler Way"] },
        Subtotal = new Money(1999 * quantity, "USD"),
        Shipping = Money.Zero("USD"),
        Tax = Money.Zero("USD"),
        Total = new Money(1999 * quantity, "USD"),
        Lines = [Line("1", sku, quantity, shipped)],
    };

    /// <summary>A line of an order.</summary>
    public static RemoteOrderLine Line(string id, string sku, int quantity = 1, int shipped = 0) => new()
    {
        ExternalId = id,
        ExternalListingId = $"L-{sku}",
        Sku = sku,
        Title = $"Thing {sku}",
        Quantity = quantity,
        QuantityShipped = shipped,
        UnitPrice = new Money(1999, "USD"),
    };

    /// <summary>Imports listings that were read a moment before now, so that orders of the test come after the count.</summary>
    public Task<ImportCounts> ListAsync(params RemoteListing[] listings) =>
        test.Get<ListingImport>().ImportAsync(Store, listings, test.Clock.GetUtcNow().AddSeconds(-1), Cancel);

    /// <summary>Imports orders.</summary>
    public Task<ImportCounts> SellAsync(params RemoteOrder[] orders) => test.Get<OrderImport>().ImportAsync(Store, orders, [], Cancel);

    /// <summary>Stock of a SKU: on hand, reserved.</summary>
    public async Task<(int OnHand, int Reserved)> StockAsync(string sku)
    {
        await using var db = test.Open();
        var level = await db.StockLevels.AsNoTracking().SingleAsync(s => db.Variants.Any(v => v.Id == s.VariantId && v.SkuKey == Sku.Key(sku)), Cancel);
        Assert.Equal(level.Buildable ?? level.OnHand - level.Reserved, level.Available);
        return (level.OnHand, level.Reserved);
    }

    /// <summary>What the listing of a SKU in this store should show, and whether that must be sent.</summary>
    public async Task<ListingStock> ListingAsync(string sku)
    {
        await using var db = test.Open();
        return await db.ListingStocks.AsNoTracking().SingleAsync(
            s => s.ConnectionId == Store.ConnectionId && db.Listings.Any(l => l.Id == s.ListingId && l.Sku == sku), Cancel);
    }

    /// <summary>An order with its lines.</summary>
    public async Task<Order> OrderAsync(string id)
    {
        await using var db = test.Open();
        return await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.ConnectionId == Store.ConnectionId && o.ExternalId == id, Cancel);
    }

    /// <summary>Id of a SKU's variant.</summary>
    public async Task<Guid> VariantAsync(string sku)
    {
        await using var db = test.Open();
        return await db.Variants.Where(v => v.SkuKey == Sku.Key(sku)).Select(v => v.Id).SingleAsync(Cancel);
    }

    /// <summary>
    /// Fails unless every level is the sum of its movements and of what lies at its locations, what it holds is what reservations
    /// hold, and every bundle is at what its parts allow.
    /// </summary>
    public static async Task AssertLedgerBalancesAsync(TestDatabase test)
    {
        await using var db = test.Open();
        var movements = await db.StockMovements.GroupBy(m => m.VariantId)
            .Select(g => new { g.Key, OnHand = g.Sum(m => m.OnHandChange), Reserved = g.Sum(m => m.ReservedChange) })
            .ToDictionaryAsync(g => g.Key, Cancel);
        var held = await db.Reservations.GroupBy(r => r.VariantId).Select(g => new { g.Key, Held = g.Sum(r => r.Held) }).ToDictionaryAsync(g => g.Key, g => g.Held, Cancel);
        foreach (var level in await db.StockLevels.AsNoTracking().ToListAsync(Cancel))
        {
            var sum = movements.GetValueOrDefault(level.VariantId);
            Assert.Equal((level.OnHand, level.Reserved), (sum?.OnHand ?? 0, sum?.Reserved ?? 0));
            Assert.Equal(held.GetValueOrDefault(level.VariantId), level.Reserved);
            Assert.True(level.Available >= 0);
        }

        await AssertPlacesAgreeAsync(db);
        await AssertBundlesFollowAsync(db);
    }

    private static async Task AssertPlacesAgreeAsync(MarketplaceDbContext db)
    {
        var moved = await db.StockMovements.Where(m => m.LocationId != null).GroupBy(m => new { m.VariantId, m.LocationId })
            .Select(g => new { g.Key.VariantId, g.Key.LocationId, Sum = g.Sum(m => m.OnHandChange) }).ToListAsync(Cancel);
        var places = await db.LocationStocks.AsNoTracking().ToListAsync(Cancel);
        Assert.Equal(
            moved.Where(m => m.Sum != 0).Select(m => (m.VariantId, m.LocationId!.Value, m.Sum)).Order(),
            places.Where(p => p.OnHand != 0).Select(p => (p.VariantId, p.LocationId, p.OnHand)).Order());
        var levels = await db.StockLevels.AsNoTracking().Where(l => l.OnHand != 0).Select(l => new { l.VariantId, l.OnHand }).ToListAsync(Cancel);
        Assert.Equal(
            levels.Select(l => (l.VariantId, l.OnHand)).Order(),
            places.Where(p => p.OnHand != 0).GroupBy(p => p.VariantId).Select(g => (g.Key, g.Sum(p => p.OnHand))).Order());
    }

    private static async Task AssertBundlesFollowAsync(MarketplaceDbContext db)
    {
        var available = await db.StockLevels.AsNoTracking().ToDictionaryAsync(l => l.VariantId, l => l.Available, Cancel);
        foreach (var bundle in (await db.BundleParts.AsNoTracking().ToListAsync(Cancel)).GroupBy(p => p.BundleId))
        {
            Assert.Equal(bundle.Min(p => available[p.PartId] / p.Quantity), available[bundle.Key]);
        }
    }
}

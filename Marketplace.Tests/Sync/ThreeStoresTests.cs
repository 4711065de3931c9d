using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Sync;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Sync;

/// <summary>The whole road over HTTP: three stores of the sandbox, one stock, and every marketplace shows it.</summary>
public sealed class ThreeStoresTests
{
    private static readonly JsonSerializerOptions AnyCase = new(JsonSerializerDefaults.Web);
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Sandbox:Listings"] = "24",
        ["Sandbox:Orders"] = "30",
        ["Sync:VerifyAfterSeconds"] = "0.2",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stores_ConnectedAndSelling_AllShowTheSameStock()
    {
        await using var app = TestApp.Start(Settings);
        var seller = await app.SellerIdAsync();
        var starter = app.Services.GetRequiredService<SyncStarter>();
        foreach (var marketplace in TestStore.Marketplaces(app))
        {
            var store = await TestStore.ConnectAsync(app, marketplace);
            Assert.NotNull(await starter.StartForConnectionAsync(seller, store, SyncJob.Products, "connect", Cancel));
        }

        await UntilAllAgreeAsync(app, seller, ordersOf: 3);
        var sku = await SkuOnAllAsync(app, seller);
        var before = await AvailableAsync(app, seller, sku);
        foreach (var marketplace in TestStore.Marketplaces(app))
        {
            var id = Assert.Single(app.Marketplace(marketplace).CreateOrders(1, sku, 2));
            await starter.StartAsync(seller, SyncJob.Orders, marketplace, "test", Cancel);
            await Eventually.TrueAsync(async () => await OrderAsync(app, seller, id) is { State: OrderState.ToShip or OrderState.Pending }, seconds: 60);
        }

        Assert.Equal(before - 6, await AvailableAsync(app, seller, sku));
        await UntilAllAgreeAsync(app, seller, ordersOf: 3);

        var variant = await VariantAsync(app, seller, sku);
        var level = await LevelAsync(app, seller, variant);
        Assert.True((await app.Services.GetRequiredService<StockLedger>().SetOnHandAsync(seller, variant, level.OnHand + 7, "test", null, Cancel)).Done);
        await UntilAllAgreeAsync(app, seller, ordersOf: 3);
        Assert.Equal(before + 1, await AvailableAsync(app, seller, sku));

        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        Assert.Empty(await db.OrderDefects.ToListAsync(Cancel));
        Assert.DoesNotContain(await db.SyncRuns.ToListAsync(Cancel), run => run.State is SyncRunState.Failed or SyncRunState.Partial);
    }

    // Each marketplace shows what is available, and nothing is on its way any more.
    private static async Task UntilAllAgreeAsync(TestApp app, Guid seller, int ordersOf)
    {
        string? last = null;
        try
        {
            await Eventually.TrueAsync(async () => (last = await DisagreementAsync(app, seller, ordersOf)) is null, seconds: 120);
        }
        catch (TimeoutException)
        {
            Assert.Fail(last);
        }
    }

    private static async Task<string?> DisagreementAsync(TestApp app, Guid seller, int ordersOf)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        var read = await db.SyncCursors.CountAsync(c => c.Job == SyncJob.Orders, Cancel);
        if (read < ordersOf)
        {
            var runs = await db.SyncRuns.AsNoTracking().ToListAsync(Cancel);
            return $"Orders of {read} stores are read. " + string.Join("; ", runs.Select(r => $"{r.Marketplace} {r.Job} {r.State} {r.Message}"));
        }

        var listings = await (
            from stock in db.ListingStocks
            join listing in db.Listings on stock.ListingId equals listing.Id
            join level in db.StockLevels on listing.VariantId equals (Guid?)level.VariantId
            where stock.Wanted != null
            select new { listing.Marketplace, listing.Sku, stock.Wanted, stock.IsDue, stock.Problem, level.Available }).ToListAsync(Cancel);
        return listings.Count == 0
            ? "Nothing is listed."
            : (from l in listings
               let shown = Shown(app, l.Marketplace, l.Sku!)
               where l.IsDue || l.Wanted != l.Available || shown != l.Available
               select $"{l.Marketplace} {l.Sku}: shows {shown}, should {l.Wanted}, available {l.Available}, due {l.IsDue}, {l.Problem}").FirstOrDefault();
    }

    private static int? Shown(TestApp app, string marketplace, string sku) =>
        JsonSerializer.SerializeToElement(app.Marketplace(marketplace).DescribeListing(sku), AnyCase) is { ValueKind: JsonValueKind.Object } view
            ? view.GetProperty("quantity").GetInt32()
            : null;

    private static async Task<string> SkuOnAllAsync(TestApp app, Guid seller)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        var shared = from listing in db.Listings
                     join level in db.StockLevels on listing.VariantId equals (Guid?)level.VariantId
                     where !listing.FulfilledByMarketplace && level.Available >= 8
                     group listing by listing.Sku into same
                     where same.Count() == 3
                     orderby same.Key
                     select same.Key;
        return (await shared.FirstAsync(Cancel))!;
    }

    private static async Task<Guid> VariantAsync(TestApp app, Guid seller, string sku)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.Variants.Where(v => v.Sku == sku).Select(v => v.Id).SingleAsync(Cancel);
    }

    private static async Task<StockLevel> LevelAsync(TestApp app, Guid seller, Guid variant)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.StockLevels.AsNoTracking().SingleAsync(s => s.VariantId == variant, Cancel);
    }

    private static async Task<int> AvailableAsync(TestApp app, Guid seller, string sku) =>
        (await LevelAsync(app, seller, await VariantAsync(app, seller, sku))).Available;

    private static async Task<Order?> OrderAsync(TestApp app, Guid seller, string externalId)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.ExternalId == externalId, Cancel);
    }
}

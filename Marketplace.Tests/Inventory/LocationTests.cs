using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory;

public sealed class LocationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transfer_ToAnotherLocation_MovesItemsAndChangesNoOffer()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, variant, annex) = await StartAsync(test);

        var result = await DoAsync(test, new StockAct { VariantId = variant, Kind = StockActKind.Transfer, Items = 4, ToLocationId = annex });

        Assert.Equal((true, 10, 10), (result.Done, result.OnHand, result.Available));
        Assert.Equal([6, 4], await PlacesAsync(test, variant));
        Assert.False((await shop.ListingAsync("A")).IsDue);
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Transfer_MoreThanLiesThere_IsRefusedInPlainWords()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (_, variant, annex) = await StartAsync(test);

        var result = await DoAsync(test, new StockAct { VariantId = variant, Kind = StockActKind.Transfer, Items = 11, ToLocationId = annex });

        Assert.StartsWith("Only 10 lie there, so 11 cannot be carried away.", result.Problem, StringComparison.Ordinal);
        Assert.Equal([10], await PlacesAsync(test, variant));
    }

    [Fact]
    public async Task Ship_MoreThanTheDefaultLocationHas_TakesTheRestFromTheOthers()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, variant, annex) = await StartAsync(test);
        await DoAsync(test, new StockAct { VariantId = variant, Kind = StockActKind.Transfer, Items = 8, ToLocationId = annex });

        await shop.SellAsync(shop.Order("1", "A", 5, RemoteOrderStatus.Shipped, shipped: 5));

        Assert.Equal((5, 0), await shop.StockAsync("A"));
        Assert.Equal([0, 5], await PlacesAsync(test, variant));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Count_AtALocation_TakesTheDifferenceInThere()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, variant, annex) = await StartAsync(test);

        var result = await DoAsync(test, new StockAct { VariantId = variant, Kind = StockActKind.Count, Items = 7, LocationId = annex, Note = "Shelf 3" });

        Assert.Equal((17, 7), (result.OnHand, result.Change));
        Assert.Equal(17, (await shop.ListingAsync("A")).Wanted);
        await using var db = test.Open();
        var movement = await db.StockMovements.SingleAsync(m => m.Kind == MovementKind.Counted, Cancel);
        Assert.Equal((annex, 7, "Shelf 3", "tester"), (movement.LocationId, movement.OnHandChange, movement.Note, movement.Actor));
    }

    [Fact]
    public async Task SetOnHand_BelowWhatLiesElsewhere_IsRefused()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (_, variant, annex) = await StartAsync(test);
        await DoAsync(test, new StockAct { VariantId = variant, Kind = StockActKind.Count, Items = 7, LocationId = annex });

        var result = await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, variant, 6, "tester", null, Cancel);

        Assert.StartsWith("7 lie at other locations", result.Problem, StringComparison.Ordinal);
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task MakeDefault_Another_ShipsFromThere()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, variant, annex) = await StartAsync(test);
        await DoAsync(test, new StockAct { VariantId = variant, Kind = StockActKind.Transfer, Items = 5, ToLocationId = annex });

        Assert.Null(await test.Get<LocationEditor>().MakeDefaultAsync(test.SellerId, annex, Cancel));
        await shop.SellAsync(shop.Order("1", "A", 2, RemoteOrderStatus.Shipped, shipped: 2));

        var locations = await test.Get<LocationEditor>().ListAsync(test.SellerId, Cancel);
        Assert.Equal([("Annex", 3L), (StockPlaces.FirstName, 5L)], locations.Select(l => (l.Name, l.Items)));
    }

    [Fact]
    public async Task Remove_WithStock_IsRefusedAndEmptyOnesGo()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (_, variant, annex) = await StartAsync(test);
        var editor = test.Get<LocationEditor>();
        var (spare, _) = await editor.AddAsync(test.SellerId, "Spare", Cancel);
        await DoAsync(test, new StockAct { VariantId = variant, Kind = StockActKind.Receive, Items = 1, LocationId = annex });

        Assert.StartsWith("Stock lies here", await editor.RemoveAsync(test.SellerId, annex, Cancel), StringComparison.Ordinal);
        Assert.Null(await editor.RemoveAsync(test.SellerId, spare!.Value, Cancel));
        Assert.StartsWith("You have a location called", (await editor.AddAsync(test.SellerId, " annex ", Cancel)).Problem, StringComparison.Ordinal);
        Assert.NotNull(await editor.RenameAsync(Guid.CreateVersion7(), annex, "Mine now", Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_ItselfRefuses_StockBelowZeroAndASecondDefault(bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: onPostgres);
        var (_, variant, annex) = await StartAsync(test);
        await using var db = test.Open();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            db.LocationStocks.Where(s => s.VariantId == variant).ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, -1), Cancel));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            db.StockLocations.Where(l => l.Id == annex).ExecuteUpdateAsync(set => set.SetProperty(l => l.IsDefault, true), Cancel));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            db.StockLevels.Where(s => s.VariantId == variant).ExecuteUpdateAsync(set => set.SetProperty(s => s.Reserved, s => s.OnHand + 1), Cancel));
    }

    [Fact]
    public async Task FirstStock_OfManyAtOnce_MakesOneDefaultLocation()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        // One store: what a second one lists waits until its titles are compared, and has no stock before.
        var shop = await TestShop.ConnectAsync(test);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(() => shop.ListAsync(TestShop.Listing($"S{n}")))));

        await using var db = test.Open();
        Assert.Equal((1, 12), (await db.StockLocations.CountAsync(Cancel), await db.LocationStocks.CountAsync(Cancel)));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    private static async Task<(TestShop Shop, Guid Variant, Guid Annex)> StartAsync(TestDatabase test)
    {
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        var (annex, _) = await test.Get<LocationEditor>().AddAsync(test.SellerId, "Annex", Cancel);
        return (shop, await shop.VariantAsync("A"), annex!.Value);
    }

    private static Task<StockChangeResult> DoAsync(TestDatabase test, StockAct act) => test.Get<StockLedger>().DoAsync(test.SellerId, act, "tester", Cancel);

    // The default location first.
    private static async Task<List<int>> PlacesAsync(TestDatabase test, Guid variant)
    {
        await using var db = test.Open();
        return await (
            from stock in db.LocationStocks
            join location in db.StockLocations on stock.LocationId equals location.Id
            where stock.VariantId == variant
            orderby location.IsDefault descending
            select stock.OnHand).ToListAsync(Cancel);
    }
}

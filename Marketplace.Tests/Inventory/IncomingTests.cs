using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Incoming;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory;

public sealed class IncomingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expect_Delivery_IsShownAndNotOffered()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, incoming) = await StartAsync(test);

        Assert.Equal((10, 0), await shop.StockAsync("A"));
        Assert.False((await shop.ListingAsync("A")).IsDue);
        var row = (await test.Get<InventoryQueries>().ListAsync(test.SellerId, new InventoryFilter { Stock = StockFilter.Incoming }, 0, 10, Cancel)).Items.Single();
        Assert.Equal((10, 30), (row.Available, row.Incoming));
        var open = Assert.Single((await test.Get<IncomingQueries>().OpenAsync(test.SellerId, null, 0, 10, Cancel)).Items);
        Assert.Equal((incoming, "PO-7", new DateOnly(2026, 6, 1), 30), (open.Id, open.Reference, open.DueOn, open.Missing));
    }

    [Fact]
    public async Task Receive_InParts_CountsEachAndClosesWithTheLast()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, incoming) = await StartAsync(test);
        await shop.SellAsync(shop.Order("1", "A", 15));

        await ReceiveAsync(test, incoming, 12);
        Assert.Equal((22, 15), await shop.StockAsync("A"));
        Assert.Equal(18, await ExpectedAsync(test));

        await ReceiveAsync(test, incoming, null);
        Assert.Equal((40, 15), await shop.StockAsync("A"));
        Assert.Equal(0, await ExpectedAsync(test));
        Assert.Equal(25, (await shop.ListingAsync("A")).Wanted);
        Assert.StartsWith("This delivery has been received", (await test.Get<IncomingDesk>().ReceiveAsync(test.SellerId, incoming, 1, null, "tester", Cancel)).Problem, StringComparison.Ordinal);
        await using var db = test.Open();
        Assert.Equal(["Delivery PO-7", "Delivery PO-7"], await db.StockMovements.Where(m => m.Kind == MovementKind.Received).Select(m => m.Note).ToListAsync(Cancel));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Receive_MoreThanExpected_IsRefusedInPlainWords()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, incoming) = await StartAsync(test);

        var result = await test.Get<IncomingDesk>().ReceiveAsync(test.SellerId, incoming, 31, null, "tester", Cancel);

        Assert.StartsWith("30 are still expected", result.Problem, StringComparison.Ordinal);
        Assert.Equal((10, 0), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task Cancel_Rest_IsNotExpectedAnyMore()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (_, incoming) = await StartAsync(test);
        await ReceiveAsync(test, incoming, 5);

        Assert.Null((await test.Get<IncomingDesk>().CancelAsync(test.SellerId, incoming, Cancel)).Problem);

        Assert.Equal(0, await ExpectedAsync(test));
        Assert.NotNull((await test.Get<IncomingDesk>().CancelAsync(test.SellerId, incoming, Cancel)).Problem);
        Assert.NotNull((await test.Get<IncomingDesk>().ReceiveAsync(test.SellerId, incoming, null, null, "tester", Cancel)).Problem);
    }

    [Fact]
    public async Task Receive_ByTwoAtOnce_CountsOnce()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        var (shop, incoming) = await StartAsync(test);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            test.Get<IncomingDesk>().ReceiveAsync(test.SellerId, incoming, null, null, "tester", Cancel))));

        Assert.Single(results, r => r.Problem is null);
        Assert.Equal((40, 0), await shop.StockAsync("A"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task OfAnotherSeller_IsNotThere()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (shop, incoming) = await StartAsync(test);
        var (desk, thief) = (test.Get<IncomingDesk>(), Guid.CreateVersion7());

        Assert.NotNull((await desk.ReceiveAsync(thief, incoming, null, null, "thief", Cancel)).Problem);
        Assert.NotNull((await desk.CancelAsync(thief, incoming, Cancel)).Problem);
        Assert.NotNull((await desk.ExpectAsync(thief, new IncomingWish(await shop.VariantAsync("A"), 1, "", null, null), "thief", Cancel)).Problem);
        Assert.Empty((await test.Get<IncomingQueries>().OpenAsync(thief, null, 0, 10, Cancel)).Items);
    }

    private static async Task<(TestShop Shop, Guid Incoming)> StartAsync(TestDatabase test)
    {
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        var wish = new IncomingWish(await shop.VariantAsync("A"), 30, " PO-7 ", new DateOnly(2026, 6, 1), null);
        return (shop, (await test.Get<IncomingDesk>().ExpectAsync(test.SellerId, wish, "tester", Cancel)).Id!.Value);
    }

    private static async Task ReceiveAsync(TestDatabase test, Guid incoming, int? items) =>
        Assert.Null((await test.Get<IncomingDesk>().ReceiveAsync(test.SellerId, incoming, items, null, "tester", Cancel)).Problem);

    private static async Task<int> ExpectedAsync(TestDatabase test)
    {
        await using var db = test.Open();
        return await db.StockLevels.Select(s => s.Incoming).SingleAsync(Cancel);
    }
}

using CsCheck;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory;

public sealed class StockLedgerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sell_LastUnitToAThousandAtOnce_HoldsItForOne()
    {
        await using var test = await TestDatabase.CreateAsync();
        TestShop[] shops = [await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"), await TestShop.ConnectAsync(test, "tiktok")];
        foreach (var shop in shops)
        {
            await shop.ListAsync(TestShop.Listing("A", 1));
        }

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (i, _) =>
            await shops[i % 3].SellAsync(shops[i % 3].Order($"{i}", "A")));

        Assert.Equal((1, 1), await shops[0].StockAsync("A"));
        await using var db = test.Open();
        Assert.Equal(1000, await db.Orders.CountAsync(Cancel));
        Assert.Equal(1, await db.Reservations.CountAsync(r => r.Held == 1 && r.Oversold == 0, Cancel));
        Assert.Equal(999, await db.Reservations.CountAsync(r => r.Held == 0 && r.Oversold == 1, Cancel));
        Assert.Equal(999, await db.OrderEvents.CountAsync(e => e.IsProblem, Cancel));
        foreach (var shop in shops)
        {
            Assert.Equal(0, (await shop.ListingAsync("A")).Wanted);
        }

        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task SetOnHand_BelowReserved_IsRefusedInPlainWords()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));
        await shop.SellAsync(shop.Order("1", "A", 4));

        var result = await SetAsync(test, "A", 3);

        Assert.False(result.Done);
        Assert.StartsWith("4 of these are held for orders", result.Problem, StringComparison.Ordinal);
        Assert.Equal((10, 4), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task SetOnHand_More_ServesOversoldFirstAndAsksListingsToFollow()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ebay, amazon) = (await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon"));
        await ebay.ListAsync(TestShop.Listing("A", 1));
        await amazon.ListAsync(TestShop.Listing("A", 1));
        await ebay.SellAsync(ebay.Order("1", "A", 3));

        var result = await SetAsync(test, "A", 8);

        Assert.Equal((true, 8, 3, 5), (result.Done, result.OnHand, result.Reserved, result.Available));
        foreach (var shop in new[] { ebay, amazon })
        {
            var listing = await shop.ListingAsync("A");
            Assert.Equal((5, true), (listing.Wanted, listing.IsDue));
        }

        await using var db = test.Open();
        Assert.Equal(2, await db.WorkItems.CountAsync(w => w.Kind == ListingDemand.PushKind, Cancel));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task SetOnHand_OfAnotherSeller_IsRefused()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A"));

        var result = await test.Get<StockLedger>().SetOnHandAsync(Guid.CreateVersion7(), await VariantAsync(test, "A"), 3, "thief", null, Cancel);

        Assert.False(result.Done);
        Assert.Equal((10, 0), await shop.StockAsync("A"));
    }

    [Fact]
    public async Task Ledger_AnySequenceOfSalesShipmentsAndCounts_Balances()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        var run = 0;
        await Check.SampleAsync(Steps, async steps =>
        {
            var sku = $"S{Interlocked.Increment(ref run)}";
            await shop.ListAsync(TestShop.Listing(sku, 5));
            foreach (var (order, quantity, shipped, what) in steps)
            {
                test.Clock.Advance(TimeSpan.FromSeconds(1));
                if (what == 5)
                {
                    await SetAsync(test, sku, quantity);
                }
                else
                {
                    var status = what == 4 ? RemoteOrderStatus.Cancelled : RemoteOrderStatus.ReadyToShip;
                    await shop.SellAsync(shop.Order($"{sku}-{order}", sku, quantity, status, Math.Min(shipped, quantity)));
                }
            }

            await AssertReservationsAsync(test, sku);
            await TestShop.AssertLedgerBalancesAsync(test);
        }, iter: 40, threads: 1);
    }

    private static Gen<(int Order, int Quantity, int Shipped, int What)[]> Steps =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 5]).Array[1, 15];

    // Whoever sold more than there was waits; nobody waits while something is free.
    private static async Task AssertReservationsAsync(TestDatabase test, string sku)
    {
        await using var db = test.Open();
        var variant = await VariantAsync(test, sku);
        var level = await db.StockLevels.AsNoTracking().SingleAsync(s => s.VariantId == variant, Cancel);
        var reservations = await db.Reservations.AsNoTracking().Where(r => r.VariantId == variant).ToListAsync(Cancel);
        Assert.All(reservations, r => Assert.Equal(Math.Max(r.Wanted - r.Shipped, 0), r.Held + r.Oversold));
        Assert.True(level.Available == 0 || reservations.All(r => r.Oversold == 0));
    }

    private static async Task<Guid> VariantAsync(TestDatabase test, string sku)
    {
        await using var db = test.Open();
        return await db.Variants.Where(v => v.SkuKey == Sku.Key(sku)).Select(v => v.Id).SingleAsync(Cancel);
    }

    private static async Task<StockChangeResult> SetAsync(TestDatabase test, string sku, int onHand) =>
        await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, await VariantAsync(test, sku), onHand, "test", null, Cancel);
}

using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Marketplace.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Inventory;

/// <summary>What must hold when writers really run side by side, which SQLite never lets them.</summary>
public sealed class PostgresStockTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sell_LastUnitsToManyAtOnce_HoldsEachForOne()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        TestShop[] shops = [await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon")];
        foreach (var shop in shops)
        {
            await shop.ListAsync(TestShop.Listing("A", 3), TestShop.Listing("B", 3));
        }

        // Orders of one page take the two in either sequence, so that pages wait for each other crosswise.
        await Parallel.ForAsync(0, 30, new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Cancel }, async (i, _) =>
        {
            string[] skus = i % 4 < 2 ? ["A", "B"] : ["B", "A"];
            var shop = shops[i % 2];
            await shop.SellAsync([.. Enumerable.Range(0, 8).Select(n => shop.Order($"{i}-{n}", skus[n % 2]))]);
        });

        Assert.Empty(await test.Get<OrderDefects>().OpenAsync(test.SellerId, Cancel));
        Assert.Equal((3, 3), await shops[0].StockAsync("A"));
        Assert.Equal((3, 3), await shops[0].StockAsync("B"));
        await using var db = test.Open();
        Assert.Equal(6, await db.Reservations.CountAsync(r => r.Held == 1, Cancel));
        Assert.Equal(234, await db.Reservations.CountAsync(r => r.Oversold == 1, Cancel));
        foreach (var shop in shops)
        {
            Assert.Equal(0, (await shop.ListingAsync("A")).Wanted);
        }

        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Import_OverlappingRunsOfListingsAndOrders_KeepOneOfEach()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        var shop = await TestShop.ConnectAsync(test);
        var page = Enumerable.Range(0, 30).Select(i => TestShop.Listing($"S{i}", 50)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.ListAsync(page))));
        var orders = Enumerable.Range(0, 60).Select(i => shop.Order($"{i}", $"S{i % 30}")).ToArray();

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.SellAsync(orders))));

        Assert.Equal(0, counts.Sum(c => c.Failed));
        await using var db = test.Open();
        Assert.Equal((30, 30, 60, 60), (await db.Variants.CountAsync(Cancel), await db.Listings.CountAsync(Cancel), await db.Orders.CountAsync(Cancel), await db.Reservations.CountAsync(Cancel)));
        Assert.Equal((50, 2), await shop.StockAsync("S7"));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Cancel_WhileStockIsCounted_LosesNothing()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 5));
        await shop.SellAsync([.. Enumerable.Range(0, 20).Select(i => shop.Order($"{i}", "A"))]);
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        Guid variant;
        await using (var db = test.Open())
        {
            variant = await db.Variants.Select(v => v.Id).SingleAsync(Cancel);
        }

        await Task.WhenAll(
            Task.Run(() => Parallel.ForAsync(0, 10, Cancel, async (i, _) =>
                await shop.SellAsync(shop.Order($"{i}", "A", status: Marketplace.Core.Platforms.RemoteOrderStatus.Cancelled)))),
            Task.Run(() => Parallel.ForAsync(6, 12, Cancel, async (i, ct) => await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, variant, i, "test", null, ct))));

        Assert.Empty(await test.Get<OrderDefects>().OpenAsync(test.SellerId, Cancel));
        await TestShop.AssertLedgerBalancesAsync(test);
        await using var after = test.Open();
        var level = await after.StockLevels.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal(level.Available, (await shop.ListingAsync("A")).Wanted);
        Assert.All(await after.Reservations.AsNoTracking().ToListAsync(Cancel), r => Assert.Equal(r.Wanted, r.Held + r.Oversold));
        Assert.True(level.Available == 0 || !await after.Reservations.AnyAsync(r => r.Oversold > 0, Cancel));
    }

    [Fact]
    public async Task List_WhileASaleIsBooked_ShowsWhatIsLeft()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        TestShop[] shops = [await TestShop.ConnectAsync(test), await TestShop.ConnectAsync(test, "amazon")];
        await shops[0].ListAsync(TestShop.Listing("A", 10));
        await using var sale = test.Open();
        await using var booking = await sale.Database.BeginTransactionAsync(Cancel);
        await sale.StockLevels.ExecuteUpdateAsync(set => set.SetProperty(s => s.Reserved, 1), Cancel);
        await test.Get<ListingDemand>().RecomputeAsync(sale, await sale.Variants.Select(v => v.Id).ToListAsync(Cancel), Cancel);

        var listing = Task.Run(() => shops[1].ListAsync(TestShop.Listing("A", 10)));
        await Eventually.TrueAsync(async () => listing.IsCompleted || await WaitersAsync(test) > 0);
        await booking.CommitAsync(Cancel);
        await listing;

        Assert.Equal((9, 9), ((await shops[0].ListingAsync("A")).Wanted, (await shops[1].ListingAsync("A")).Wanted));
    }

    [Fact]
    public async Task Work_OfTwoProcesses_IsDoneOnceAndOneAtATimePerStore()
    {
        var (busy, most, done) = (0, 0, 0);
        await using var test = await TestDatabase.CreateAsync(
            services => services.AddSingleton<IWorkHandler>(new TestHandler(async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref busy));
                await Task.Yield();
                Interlocked.Decrement(ref busy);
                Interlocked.Increment(ref done);
                return WorkOutcome.Done;
            })),
            onPostgres: true);
        var store = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => EnqueueAsync(test, store, i))));

        var other = ActivatorUtilities.CreateInstance<WorkRunner>(test.Get<IServiceProvider>());
        await Task.WhenAll(test.RunWorkAsync(), other.RunDueAsync(Cancel));
        await test.RunWorkAsync();

        Assert.Equal((21, 1), (done, most));
    }

    private static async Task<int> WaitersAsync(TestDatabase test)
    {
        await using var db = test.Open();
        return await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE NOT granted").SingleAsync(Cancel);
    }

    // Half of them ask for the same.
    private static async Task EnqueueAsync(TestDatabase test, Guid store, int number)
    {
        await using MarketplaceDbContext db = test.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await test.Get<WorkQueue>().EnqueueAsync(db, test.SellerId, store, TestHandler.TestKind, $"{number}", number % 2 == 0 ? "same" : null);
        await db.SaveChangesAsync(Cancel);
        await transaction.CommitAsync(Cancel);
    }
}

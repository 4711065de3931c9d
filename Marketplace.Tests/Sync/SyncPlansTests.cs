using Marketplace.Core.Connections;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Sync;

public sealed class SyncPlansTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Due_AsTheHoursPass_EachJobRunsAtItsOwnTime()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var plans = stores.Test.Get<SyncPlans>();
        await plans.StartDueAsync(Cancel);
        var before = await RunsAsync(stores);

        for (var quarter = 0; quarter < 24; quarter++)
        {
            stores.Test.Clock.Advance(TimeSpan.FromMinutes(15));
            await plans.StartDueAsync(Cancel);
            await stores.Test.RunWorkAsync();
        }

        var ran = (await RunsAsync(stores)).ToDictionary(r => r.Key, r => r.Value - before.GetValueOrDefault(r.Key));
        Assert.Equal((1, 3, 6, 12, 24), (ran[SyncJob.Products], ran[SyncJob.Inventory], ran[SyncJob.Orders], ran[SyncJob.OrderStatus], ran[SyncJob.Health]));
    }

    [Fact]
    public async Task Due_TwoInstancesAtOnce_StartOneRun()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        await stores.Test.Get<SyncPlans>().StartDueAsync(Cancel);
        var other = ActivatorUtilities.CreateInstance<SyncPlans>(stores.Test.Get<IServiceProvider>());
        stores.Test.Clock.Advance(TimeSpan.FromMinutes(15));

        await Task.WhenAll(stores.Test.Get<SyncPlans>().StartDueAsync(Cancel), other.StartDueAsync(Cancel));
        await stores.Test.RunWorkAsync();
        await other.StartDueAsync(Cancel);
        await stores.Test.RunWorkAsync();

        Assert.Equal(1, (await RunsAsync(stores))[SyncJob.Health]);
    }

    [Fact]
    public async Task Set_Paused_RestsUntilResumed()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var plans = stores.Test.Get<SyncPlans>();
        var store = stores.BazaarShop.Store.ConnectionId;
        Assert.True(await plans.SetAsync(stores.Test.SellerId, store, SyncJob.Health, null, true, Cancel));
        stores.Test.Clock.Advance(TimeSpan.FromHours(1));
        await plans.StartDueAsync(Cancel);
        Assert.DoesNotContain(SyncJob.Health, await RunsAsync(stores));

        await plans.SetAsync(stores.Test.SellerId, store, SyncJob.Health, null, false, Cancel);
        await plans.StartDueAsync(Cancel);

        Assert.Equal(1, (await RunsAsync(stores))[SyncJob.Health]);
    }

    [Fact]
    public async Task Set_ShorterTime_CountsFromNow()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var plans = stores.Test.Get<SyncPlans>();
        await plans.SetAsync(stores.Test.SellerId, stores.BazaarShop.Store.ConnectionId, SyncJob.Health, 5, false, Cancel);

        stores.Test.Clock.Advance(TimeSpan.FromMinutes(5));
        await plans.StartDueAsync(Cancel);

        Assert.Equal(1, (await RunsAsync(stores))[SyncJob.Health]);
        var shown = (await stores.Test.Get<SyncQueries>().StatusAsync(stores.Test.SellerId, Cancel)).Jobs
            .Single(j => j.ConnectionId == stores.BazaarShop.Store.ConnectionId && j.Job == SyncJob.Health);
        Assert.Equal((TimeSpan.FromMinutes(5), true, stores.Test.Clock.GetUtcNow().AddMinutes(5)), (shown.Every, shown.IsOwnChoice, shown.NextAt));
    }

    [Fact]
    public async Task Set_OfAnotherSeller_IsRefused()
    {
        await using var stores = await TwoStores.SettledAsync("A");

        Assert.False(await stores.Test.Get<SyncPlans>().SetAsync(Guid.CreateVersion7(), stores.BazaarShop.Store.ConnectionId, SyncJob.Orders, 5, true, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            stores.Test.Get<SyncPlans>().SetAsync(stores.Test.SellerId, stores.BazaarShop.Store.ConnectionId, SyncJob.Orders, 0, false, Cancel));
    }

    [Fact]
    public async Task Due_StoreThatWasAway_RunsAtOnceWhenItIsBack()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        await stores.Test.Get<SyncPlans>().StartDueAsync(Cancel);
        await SetStateAsync(stores, ConnectionState.NeedsReauthorization);
        stores.Test.Clock.Advance(TimeSpan.FromHours(1));
        await stores.Test.Get<SyncPlans>().StartDueAsync(Cancel);
        Assert.DoesNotContain(SyncJob.Health, await RunsAsync(stores));

        await SetStateAsync(stores, ConnectionState.Connected);
        await stores.Test.Get<SyncPlans>().StartDueAsync(Cancel);

        Assert.Equal(1, (await RunsAsync(stores))[SyncJob.Health]);
    }

    [Fact]
    public async Task OrderStatus_BuyerAskedToCancel_IsFoundWithoutAListOfChanges()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A");
        await stores.StartAsync(SyncJob.Orders);
        stores.Test.Clock.Advance(TimeSpan.FromMinutes(30));
        stores.Bazaar.ById["1"] = stores.BazaarShop.Order("1", "A") with { CancelRequested = true };

        await stores.StartAsync(SyncJob.OrderStatus);

        var order = await stores.BazaarShop.OrderAsync("1");
        Assert.True(order.CancelRequested);
        Assert.Equal(stores.Test.Clock.GetUtcNow(), order.LookedAt);
    }

    [Fact]
    public async Task OrderStatus_MoreThanOneRunTakes_ComesToAllInTurn()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        for (var i = 1; i <= 5; i++)
        {
            stores.Bazaar.Sell(stores.BazaarShop, $"{i}", "A");
        }

        await stores.StartAsync(SyncJob.Orders);
        var open = stores.Test.Get<OpenOrders>();
        var first = await open.LongestUnseenAsync(stores.BazaarShop.Store, 3, Cancel);
        await open.SeenAsync(stores.BazaarShop.Store, [.. first.Select(o => o.Id)], Cancel);

        var second = await open.LongestUnseenAsync(stores.BazaarShop.Store, 2, Cancel);

        Assert.Equal(5, first.Concat(second).Select(o => o.ExternalId).Distinct().Count());
    }

    [Fact]
    public async Task OrderStatus_OrderThatIsRefused_HoldsUpNoOther()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A");
        stores.Bazaar.Sell(stores.BazaarShop, "2", "A");
        await stores.StartAsync(SyncJob.Orders);
        stores.Bazaar.OnLook = id => id == "1" ? throw new RejectedException("Bazaar knows no such order.") : Task.CompletedTask;
        stores.Bazaar.ById["2"] = stores.BazaarShop.Order("2", "A") with { CancelRequested = true, UpdatedAt = stores.Test.Clock.GetUtcNow().AddMinutes(1) };

        await stores.StartAsync(SyncJob.OrderStatus);

        Assert.True((await stores.BazaarShop.OrderAsync("2")).CancelRequested);
        Assert.Equal(SyncRunState.Partial, (await stores.LastRunAsync(stores.BazaarShop, SyncJob.OrderStatus)).State);
    }

    private static async Task<Dictionary<SyncJob, int>> RunsAsync(TwoStores stores)
    {
        await using var db = stores.Test.Open();
        return await db.SyncRuns.Where(r => r.ConnectionId == stores.BazaarShop.Store.ConnectionId).GroupBy(r => r.Job).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, Cancel);
    }

    private static async Task SetStateAsync(TwoStores stores, ConnectionState state)
    {
        await using var db = stores.Test.Open();
        await db.Connections.Where(c => c.Id == stores.BazaarShop.Store.ConnectionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, state), Cancel);
    }
}

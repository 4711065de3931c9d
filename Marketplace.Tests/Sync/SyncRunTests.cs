using System.Text.Json;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Connections;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Sync;

public sealed class SyncRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Products_FirstRun_IsFollowedByOrders()
    {
        await using var stores = await TwoStores.CreateAsync();
        stores.Bazaar.List("A", "B");
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A", 2);

        await stores.StartAsync(SyncJob.Products);

        var products = await stores.LastRunAsync(stores.BazaarShop, SyncJob.Products);
        Assert.Equal((SyncRunState.Succeeded, 2, 2, 2), (products.State, products.Fetched, products.Created, products.Expected));
        Assert.Equal((SyncRunState.Succeeded, 1), ((await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders)).State, (await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders)).Created));
        Assert.Null(Assert.Single(stores.Bazaar.Windows));
        Assert.NotNull((await stores.BazaarShop.OrderAsync("1")).Lines[0].VariantId);
    }

    [Fact]
    public async Task Orders_OfTheFirstRun_AreToldToTheSellersSystemsInOneMessage()
    {
        await using var stores = await TwoStores.CreateAsync(settings: new Dictionary<string, string?> { ["Alerts:AllowInternalWebhooks"] = "true" });
        await stores.Test.Get<WebhookTargets>().AddAsync(stores.Test.SellerId, "http://127.0.0.1:9/hook", Cancel);
        stores.Bazaar.List("A", "B");
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A", 2);
        stores.Bazaar.Sell(stores.BazaarShop, "2", "B");

        await stores.StartAsync(SyncJob.Products);
        await stores.StartAsync(SyncJob.Orders);

        await using var db = stores.Test.Open();
        var told = await db.WebhookMessages.Where(m => m.Happening == OutboundEvents.OrdersImported).Select(m => m.Body).ToListAsync(Cancel);
        var facts = told.Select(body => JsonDocument.Parse(body).RootElement.GetProperty("data"))
            .Select(f => (f.GetProperty("store").GetGuid(), f.GetProperty("orders").GetInt32(), f.GetProperty("toShip").GetInt32()));
        Assert.Equal([(stores.BazaarShop.Store.ConnectionId, 2, 2), (stores.SoukShop.Store.ConnectionId, 0, 0)], facts.OrderByDescending(f => f.Item2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_AskedForByManyAtOnce_IsOneRun(bool onPostgres)
    {
        await using var stores = await TwoStores.CreateAsync(onPostgres);
        var starter = stores.Test.Get<SyncStarter>();

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => starter.StartForConnectionAsync(stores.Test.SellerId, stores.BazaarShop.Store.ConnectionId, SyncJob.Products, "test", Cancel))));

        Assert.Single(asked.Distinct());
        await stores.SettleAsync();
        await using var db = stores.Test.Open();
        Assert.Empty(await db.SyncRuns.Where(r => r.FinishedAt == null).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Orders_SecondRun_GoesBackByTheOverlap()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var started = await CursorAsync(stores);

        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal(started!.Value - TimeSpan.FromMinutes(10), stores.Bazaar.Windows[^1]);
        Assert.Equal(stores.Test.Clock.GetUtcNow(), await CursorAsync(stores));
    }

    [Fact]
    public async Task Orders_FailureOnTheWay_KeepsWhatIsInAndMovesNoCursor()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var before = await CursorAsync(stores);
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A");
        stores.Bazaar.Sell(stores.BazaarShop, "2", "A");
        stores.Bazaar.OnPage = page => page == 1 ? throw new TransientException("Bazaar did not answer.") : Task.CompletedTask;

        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal(OrderState.ToShip, (await stores.BazaarShop.OrderAsync("1")).State);
        Assert.Equal(before, await CursorAsync(stores));
        var waiting = await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders);
        Assert.Equal(SyncRunState.Queued, waiting.State);
        Assert.StartsWith("Bazaar did not answer.", waiting.Message, StringComparison.Ordinal);

        stores.Bazaar.OnPage = _ => Task.CompletedTask;
        await stores.SettleAsync();
        Assert.Equal(SyncRunState.Succeeded, (await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders)).State);
        Assert.Equal(OrderState.ToShip, (await stores.BazaarShop.OrderAsync("2")).State);
        Assert.True(await CursorAsync(stores) > before);
    }

    [Fact]
    public async Task Orders_WhereReturnsMayNotBeRead_ComeInAndLoseNoReturnLater()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var readBefore = await CursorAsync(stores);
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A");
        stores.Bazaar.Returns.Refusal = new NeedsReauthorizationException("The app may not read returns.");
        stores.Test.Clock.Advance(TimeSpan.FromHours(1));

        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal("The app may not read returns.", (await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders)).Message);
        Assert.Equal(OrderState.ToShip, (await stores.BazaarShop.OrderAsync("1")).State);
        Assert.Equal(9, stores.Bazaar.Shown["L-A"]);
        Assert.True(await CursorAsync(stores) > readBefore);

        stores.Bazaar.Returns.Refusal = null;
        stores.Test.Clock.Advance(TimeSpan.FromDays(3));
        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal(readBefore!.Value - TimeSpan.FromMinutes(10), stores.Bazaar.Returns.Windows[^1]);
    }

    [Fact]
    public async Task Orders_OneThrottledStore_DelaysNoOther()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A");
        stores.Souk.Sell(stores.SoukShop, "2", "A");
        stores.Bazaar.OnPage = _ => throw new ThrottledException("Bazaar wants a pause.", stores.Test.Clock.GetUtcNow().AddHours(3));

        await stores.StartAsync(SyncJob.Orders);
        await stores.SettleAsync();

        Assert.Equal(SyncRunState.Queued, (await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders)).State);
        Assert.Equal(SyncRunState.Succeeded, (await stores.LastRunAsync(stores.SoukShop, SyncJob.Orders)).State);
        Assert.Equal(OrderState.ToShip, (await stores.SoukShop.OrderAsync("2")).State);
        Assert.Equal(9, stores.Souk.Shown["L-A"]);
    }

    [Fact]
    public async Task Orders_SetAside_AreTriedAgainThoughTheWindowMovedOn()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Bazaar.Orders.Add([stores.BazaarShop.Order("1", "A") with { Lines = [] }]);
        await stores.StartAsync(SyncJob.Orders);
        var run = await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders);
        Assert.Equal((SyncRunState.Partial, 1), (run.State, run.Failed));
        Assert.Equal(1, (await stores.Test.Get<SyncQueries>().StatusAsync(stores.Test.SellerId, Cancel)).SetAside);

        stores.Bazaar.Orders.Clear();
        stores.Bazaar.ById["1"] = stores.BazaarShop.Order("1", "A");
        stores.Test.Clock.Advance(TimeSpan.FromHours(5));
        await stores.StartAsync(SyncJob.Orders);

        Assert.Equal(OrderState.ToShip, (await stores.BazaarShop.OrderAsync("1")).State);
        Assert.Empty(await stores.Test.Get<OrderDefects>().OpenAsync(stores.Test.SellerId, Cancel));
    }

    [Fact]
    public async Task Run_OfADeadProcess_IsTakenUpAgain()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A");
        var run = Assert.Single(await stores.Test.Get<SyncStarter>().StartAsync(stores.Test.SellerId, SyncJob.Orders, "bazaar", "test", Cancel));
        await using (var db = stores.Test.Open())
        {
            DateTimeOffset? lapses = stores.Test.Clock.GetUtcNow().AddSeconds(20);
            await db.SyncRuns.Where(r => r.Id == run).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, SyncRunState.Running), Cancel);
            await db.WorkItems.ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, "dead").SetProperty(w => w.LeaseUntil, lapses), Cancel);
        }

        await stores.SettleAsync();

        Assert.Equal(SyncRunState.Succeeded, (await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders)).State);
        Assert.Equal(OrderState.ToShip, (await stores.BazaarShop.OrderAsync("1")).State);
    }

    [Fact]
    public async Task Stop_WhileItRuns_KeepsWhatIsInAndSaysSo()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Bazaar.Sell(stores.BazaarShop, "1", "A");
        stores.Bazaar.Sell(stores.BazaarShop, "2", "A");
        stores.Bazaar.Sell(stores.BazaarShop, "3", "A");
        var starter = stores.Test.Get<SyncStarter>();
        var run = Assert.Single(await starter.StartAsync(stores.Test.SellerId, SyncJob.Orders, "bazaar", "test", Cancel));
        Assert.False(await starter.StopAsync(Guid.CreateVersion7(), run, Cancel));
        stores.Bazaar.OnPage = page => page == 2 ? starter.StopAsync(stores.Test.SellerId, run, Cancel) : Task.CompletedTask;

        await stores.Test.RunWorkAsync();

        Assert.Equal(SyncRunState.Stopped, (await stores.LastRunAsync(stores.BazaarShop, SyncJob.Orders)).State);
        Assert.Equal(OrderState.ToShip, (await stores.BazaarShop.OrderAsync("1")).State);
    }

    [Fact]
    public async Task Start_OnStoreThatIsNotConnected_DoesNothing()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        await using (var db = stores.Test.Open())
        {
            await db.Connections.Where(c => c.Marketplace == "bazaar").ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ConnectionState.Disconnected), Cancel);
        }

        var runs = await stores.Test.Get<SyncStarter>().StartAsync(stores.Test.SellerId, SyncJob.Orders, null, "test", Cancel);

        Assert.Single(runs);
        Assert.Null(await stores.Test.Get<SyncStarter>().StartForConnectionAsync(stores.Test.SellerId, stores.BazaarShop.Store.ConnectionId, SyncJob.Orders, "test", Cancel));
        await stores.Test.RunWorkAsync();
        Assert.Empty(await stores.Test.Get<WorkQueries>().DeadAsync(stores.Test.SellerId, Cancel));
    }

    private static async Task<DateTimeOffset?> CursorAsync(TwoStores stores)
    {
        await using var db = stores.Test.Open();
        return await db.SyncCursors.Where(c => c.ConnectionId == stores.BazaarShop.Store.ConnectionId && c.Job == SyncJob.Orders)
            .Select(c => (DateTimeOffset?)c.ReadUntil).SingleOrDefaultAsync(Cancel);
    }
}

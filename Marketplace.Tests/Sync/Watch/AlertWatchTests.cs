using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Core.Sync.Watch;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Sync.Watch;

/// <summary>Alerts that hold as long as their cause does: raised once, kept up to date, resolved by themselves.</summary>
public sealed class AlertWatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Look_EachKindOfTrouble_IsToldOnceAndResolvedWhenItIsOver(bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: onPostgres);
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 1));
        await shop.SellAsync(shop.Order("1", "A", quantity: 3) with { ShipBy = test.Clock.GetUtcNow().AddHours(-1) });
        await LookAsync(test);
        Assert.Equal([AlertKinds.OrdersLate, AlertKinds.Oversold], await OpenAsync(test));

        await using (var db = test.Open())
        {
            var store = await db.Connections.SingleAsync(Cancel);
            (store.State, store.Problem) = (ConnectionState.NeedsReauthorization, "The seller changed the password.");
            db.StockBrakes.Add(new StockBrake { ConnectionId = store.Id, State = BrakeState.Asking, ToZero = 40, ToChange = 40, Listings = 50 });
            db.WorkItems.Add(new WorkItem { ConnectionId = store.Id, Kind = "x", State = WorkState.Dead, Failure = WorkFailure.Rejected, Problem = "No such parcel." });
            await db.SaveChangesAsync(Cancel);
        }

        await LookAsync(test);
        await LookAsync(test);
        Assert.Equal([AlertKinds.OrdersLate, AlertKinds.Brake, AlertKinds.Oversold, AlertKinds.StoreDead, AlertKinds.WorkGivenUp], await OpenAsync(test));
        Assert.Equal(5, await CountAsync(test));

        await using (var db = test.Open())
        {
            await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ConnectionState.Connected), Cancel);
            await db.StockBrakes.ExecuteUpdateAsync(set => set.SetProperty(b => b.State, BrakeState.Off), Cancel);
            await db.WorkItems.Where(w => w.State == WorkState.Dead).ExecuteDeleteAsync(Cancel);
            await db.Reservations.ExecuteUpdateAsync(set => set.SetProperty(r => r.Oversold, 0), Cancel);
            await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.ShipBy, test.Clock.GetUtcNow().AddDays(1)), Cancel);
        }

        await LookAsync(test);
        Assert.Empty(await OpenAsync(test));
    }

    [Fact]
    public async Task Look_MoreOfTheSame_ChangesTheWordsAndRaisesNothingNew()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 9));
        await shop.SellAsync(shop.Order("1", "A") with { ShipBy = test.Clock.GetUtcNow().AddHours(-1) });
        await LookAsync(test);
        await shop.SellAsync(shop.Order("2", "A") with { ShipBy = test.Clock.GetUtcNow().AddHours(-2) });
        await LookAsync(test);

        await using var db = test.Open();
        Assert.StartsWith("2 orders", (await db.Alerts.SingleAsync(Cancel)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_OrdersNotReadForThreeIntervals_IsSilenceUnlessSomebodyPausedThem()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = await test.AddConnectionAsync();
        var plans = test.Get<SyncPlans>();
        await plans.SetAsync(test.SellerId, store.Id, SyncJob.Orders, 60, paused: false, Cancel);

        test.Clock.Advance(TimeSpan.FromMinutes(189));
        await LookAsync(test);
        Assert.Empty(await OpenAsync(test));

        test.Clock.Advance(TimeSpan.FromMinutes(2));
        await LookAsync(test);
        Assert.Equal([AlertKinds.SyncSilent], await OpenAsync(test));

        await plans.SetAsync(test.SellerId, store.Id, SyncJob.Orders, 60, paused: true, Cancel);
        await LookAsync(test);
        Assert.Empty(await OpenAsync(test));
    }

    [Fact]
    public async Task Look_QuotaNearItsEnd_IsToldUntilTheDayIsOver()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = await test.AddConnectionAsync();
        var midnight = test.Clock.GetUtcNow().AddHours(6);
        await test.Get<QuotaBook>().NoteAsync(
            test.SellerId, store.Id, [new CallQuota("sell.fulfillment", 1000, 99, midnight, true), new CallQuota("sell.inventory", 1000, 900, midnight, true)], Cancel);

        await LookAsync(test);
        Assert.Equal([AlertKinds.QuotaLow], await OpenAsync(test));

        test.Clock.Advance(TimeSpan.FromHours(6.1));
        await LookAsync(test);
        Assert.DoesNotContain(AlertKinds.QuotaLow, await OpenAsync(test));
    }

    [Fact]
    public async Task Look_StateOfAStore_IsToldToTheSellersSystemsOncePerChange()
    {
        await using var test = await TestDatabase.CreateAsync(settings: new Dictionary<string, string?> { ["Alerts:AllowInternalWebhooks"] = "true" });
        await test.Get<WebhookTargets>().AddAsync(test.SellerId, "http://127.0.0.1:9/hook", Cancel);
        await test.AddConnectionAsync();
        await LookAsync(test);
        await LookAsync(test);
        await using var db = test.Open();
        await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ConnectionState.Disconnected), Cancel);
        await LookAsync(test);

        var told = await db.WebhookMessages.Where(m => m.Happening == OutboundEvents.StoreState).OrderBy(m => m.Id).Select(m => m.Body).ToListAsync(Cancel);
        Assert.Equal(2, told.Count);
        Assert.Contains("\"before\":\"Connected\"", told[1], StringComparison.Ordinal);
        Assert.Contains("\"state\":\"Disconnected\"", told[1], StringComparison.Ordinal);
    }

    private static Task LookAsync(TestDatabase test) => test.Get<AlertWatch>().LookAsync(Cancel);

    private static async Task<List<string>> OpenAsync(TestDatabase test)
    {
        await using var db = test.Open();
        return [.. (await db.Alerts.Where(a => a.OpenKey != null && a.Kind != "stock.low").Select(a => a.Kind).ToListAsync(Cancel)).Order(StringComparer.Ordinal)];
    }

    private static async Task<int> CountAsync(TestDatabase test)
    {
        await using var db = test.Open();
        return await db.Alerts.CountAsync(a => a.Kind != "stock.low", Cancel);
    }
}

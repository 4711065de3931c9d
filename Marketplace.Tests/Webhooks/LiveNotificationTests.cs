using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Sync;
using Marketplace.Core.Webhooks;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Webhooks;

/// <summary>From a sale to the open page, on each marketplace, without a poll.</summary>
public sealed class LiveNotificationTests
{
    private static readonly string[] Marketplaces = ["ebay", "amazon", "tiktok"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sale_OnEachMarketplace_ReachesOpenPagesByItsNotificationAlone()
    {
        await using var app = await StartAsync();
        var seller = await app.SellerIdAsync();
        var changed = new ConcurrentQueue<Change>();
        using var page = app.Services.GetRequiredService<ChangeFeed>().Subscribe(
            seller, [ChangeTopic.Orders], TimeSpan.FromMilliseconds(50), changes => { changes.ToList().ForEach(changed.Enqueue); return Task.CompletedTask; });
        var runs = await RunsAsync(app, seller);

        foreach (var marketplace in Marketplaces)
        {
            var id = app.Marketplace(marketplace).CreateOrders(1, null, 1)[0];

            await Eventually.TrueAsync(async () => await OrderAsync(app, seller, marketplace, id) is { } order && changed.Any(c => c.Id is null || c.Id == order));
        }

        Assert.Equal(runs, await RunsAsync(app, seller));
        Assert.All(await StoresAsync(app, seller), store => Assert.NotNull(store.Notifications.LastAt));
    }

    [Fact]
    public async Task Sales_DeliveredTwiceOutOfOrderAndForged_AreImportedOnce()
    {
        await using var app = await StartAsync(new()
        {
            ["Sandbox:Notifications:DuplicatePercent"] = "60",
            ["Sandbox:Notifications:DisorderPercent"] = "50",
            ["Sandbox:Notifications:ForgedPercent"] = "40",
        });
        var seller = await app.SellerIdAsync();

        var sold = Marketplaces.SelectMany(m => app.Marketplace(m).CreateOrders(15, null, 1)).ToList();

        await Eventually.TrueAsync(async () => await CountAsync(app, seller) == sold.Count);
        var deliveries = await DeliveriesAsync(app);
        Assert.Contains(deliveries, d => d.State == WebhookDeliveryState.Refused);
        Assert.All(deliveries.Where(d => d.State == WebhookDeliveryState.Refused), d => Assert.Null(d.NotificationId));
        Assert.Equal(sold.Count, await CountAsync(app, seller));
    }

    [Fact]
    public async Task Sales_EachDeliveredFiveTimesShuffledAndSomeLost_AreAllThereOnceAfterThePoll()
    {
        await using var app = await StartAsync(new()
        {
            ["Sandbox:Notifications:Copies"] = "5",
            ["Sandbox:Notifications:DisorderPercent"] = "60",
            ["Sandbox:Notifications:LostPercent"] = "10",
            ["Sandbox:Notifications:ForgedPercent"] = "10",
        });
        var seller = await app.SellerIdAsync();

        var sold = Marketplaces.SelectMany(m => app.Marketplace(m).CreateOrders(30, null, 1).Select(id => (m, id))).ToList();
        await Eventually.TrueAsync(async () => await CountAsync(app, seller) >= sold.Count * 8 / 10);
        Assert.True(await CountAsync(app, seller) < sold.Count, "None was lost on the way, so nothing is shown.");
        await app.Services.GetRequiredService<SyncStarter>().StartAsync(seller, SyncJob.Orders, null, "seller", Cancel);

        await Eventually.TrueAsync(async () => await CountAsync(app, seller) == sold.Count && await IsQuietAsync(app, seller), seconds: 40);
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        Assert.Equal(sold.Select(s => s.id).Order(), (await db.Orders.Select(o => o.ExternalId).ToListAsync(Cancel)).Order());
        Assert.Contains(await DeliveriesAsync(app), d => d.Repeats > 0);
    }

    [Theory]
    [InlineData("EventBridge", "1")]
    [InlineData("Sns", "1")]
    [InlineData("Sns", "2")]
    public async Task Sale_OnAmazon_ArrivesOverEachKindOfBridge(string form, string version)
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Sandbox:Orders"] = "0",
            ["Sandbox:Listings"] = "5",
            ["Sandbox:Amazon:NotificationForm"] = form,
            ["Sandbox:Amazon:TopicSignatureVersion"] = version,
        });
        await TestStore.ConnectAsync(app, "amazon");
        var seller = await app.SellerIdAsync();
        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
            return await db.SyncCursors.AnyAsync(c => c.Job == SyncJob.Orders, Cancel);
        });
        await Eventually.TrueAsync(() => form != "Sns" || app.Calls.Calls.Any(c => c.Operation == "confirmSubscription" && c.Status == 200));

        var id = app.Marketplace("amazon").CreateOrders(1, null, 1)[0];

        await Eventually.TrueAsync(async () => await OrderAsync(app, seller, "amazon", id) is not null);
    }

    [Fact]
    public async Task Delivery_AtTheAddressOfTheApi_GoesIntoTheSameInbox()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        foreach (var (marketplace, status) in new[] { ("ebay", 412), ("amazon", 403), ("tiktok", 401) })
        {
            using var answer = await browser.PostAsync($"/api/v1/platforms/webhook/{marketplace}", new StringContent("{}", Encoding.UTF8, "application/json"), Cancel);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancel));
        }

        Assert.Equal(3, (await DeliveriesAsync(app)).Count(d => d.State == WebhookDeliveryState.Refused));
        using var unknown = await browser.PostAsync("/api/v1/platforms/webhook/nowhere", null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var app = TestApp.Start(new Dictionary<string, string?>(settings ?? []) { ["Sandbox:Orders"] = "0", ["Sandbox:Listings"] = "12" });
        foreach (var marketplace in Marketplaces)
        {
            await TestStore.ConnectAsync(app, marketplace);
        }

        var seller = await app.SellerIdAsync();
        await Eventually.TrueAsync(async () => (await StoresAsync(app, seller)).All(s => s.Notifications.State == NotificationState.Subscribed));
        await Eventually.TrueAsync(async () => await IsQuietAsync(app, seller));
        return app;
    }

    private static Task<IReadOnlyList<StoreView>> StoresAsync(TestApp app, Guid seller) => app.Services.GetRequiredService<ConnectionQueries>().ListAsync(seller, Cancel);

    private static async Task<bool> IsQuietAsync(TestApp app, Guid seller)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.SyncCursors.CountAsync(c => c.Job == SyncJob.Orders, Cancel) == Marketplaces.Length
            && !await db.SyncRuns.AnyAsync(r => r.State == SyncRunState.Running || r.State == SyncRunState.Queued, Cancel);
    }

    private static async Task<int> RunsAsync(TestApp app, Guid seller)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.SyncRuns.CountAsync(Cancel);
    }

    private static async Task<Guid?> OrderAsync(TestApp app, Guid seller, string marketplace, string id)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.Orders.Where(o => o.Marketplace == marketplace && o.ExternalId == id).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(Cancel);
    }

    private static async Task<int> CountAsync(TestApp app, Guid seller)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.Orders.CountAsync(Cancel);
    }

    private static async Task<List<WebhookDelivery>> DeliveriesAsync(TestApp app)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.WebhookDeliveries.AsNoTracking().ToListAsync(Cancel);
    }
}

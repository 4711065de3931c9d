using System.Text;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Webhooks;
using Marketplace.Tests.Connections;
using Marketplace.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Webhooks;

/// <summary>A buyer deletes the account on a marketplace: what is known of the buyer goes, the orders stay.</summary>
public sealed class BuyerDeletionTests
{
    private const string Gone = "grace_h";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deletion_ErasesTheBuyerInAllStoresAndKeepsTheOrders(bool onPostgres)
    {
        var log = new CapturedLog();
        await using var test = await CreateAsync(log, onPostgres);
        var open = await TestShop.ConnectAsync(test);
        var closed = await TestShop.ConnectAsync(test, account: "store-2");
        var elsewhere = await TestShop.ConnectAsync(test, "other", "store-3");
        await open.SellAsync(Order(open, "A", Gone), Order(open, "B", "somebody_else"));
        await closed.SellAsync(Order(closed, "C", Gone.ToUpperInvariant()));
        await elsewhere.SellAsync(Order(elsewhere, "D", Gone));
        await DisconnectAsync(test, closed);

        await NotifyAsync(test, "n-1");
        await NotifyAsync(test, "n-1");

        foreach (var (shop, id) in new[] { (open, "A"), (closed, "C") })
        {
            var order = await shop.OrderAsync(id);
            Assert.Equal((null, null, 1999), (order.ProtectedBuyer, order.BuyerKey, order.TotalMinor));
            Assert.NotNull(order.BuyerErasedAt);
            Assert.Single(order.Lines);
        }

        Assert.NotNull((await open.OrderAsync("B")).ProtectedBuyer);
        Assert.NotNull((await elsewhere.OrderAsync("D")).ProtectedBuyer);
        await AssertForgottenAsync(test, log);
    }

    [Fact]
    public async Task Deletion_OrderReadAgainAfterwards_DoesNotBringTheDataBack()
    {
        await using var test = await CreateAsync(new CapturedLog());
        var shop = await TestShop.ConnectAsync(test);
        await shop.SellAsync(Order(shop, "A", Gone));
        await NotifyAsync(test, "n-1");

        test.Clock.Advance(TimeSpan.FromMinutes(5));
        await shop.SellAsync(Order(shop, "A", Gone) with { Status = RemoteOrderStatus.Shipped });

        var order = await shop.OrderAsync("A");
        Assert.Equal((OrderState.Shipped, null), (order.State, order.ProtectedBuyer));
    }

    private static RemoteOrder Order(TestShop shop, string id, string user)
    {
        var order = shop.Order(id, "SKU-1");
        return order with { Buyer = order.Buyer! with { UserName = user, UserId = user } };
    }

    private static async Task NotifyAsync(TestDatabase test, string id)
    {
        var request = new WebhookRequest("POST", new Uri("https://shop.example/webhooks/ebay"), new Dictionary<string, string>(), new Dictionary<string, string>(), Encoding.UTF8.GetBytes($"{id} {Gone}"), test.Clock.GetUtcNow());
        Assert.Equal(200, (await test.Get<WebhookInbox>().ReceiveAsync("ebay", request, Cancel)).Status);
        await test.RunWorkAsync();
    }

    private static async Task AssertForgottenAsync(TestDatabase test, CapturedLog log)
    {
        Assert.DoesNotContain(Gone, log.Text, StringComparison.OrdinalIgnoreCase);
        await using var db = test.Db.OpenForMachine();
        var delivery = Assert.Single(await db.WebhookDeliveries.ToListAsync(Cancel));
        Assert.Equal((0, false), (delivery.Body.Length, delivery.Remark.Contains(Gone, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(await db.OrderEvents.IgnoreQueryFilters().Select(e => e.Text).ToListAsync(Cancel), text => text.Contains(Gone, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, await db.OrderEvents.IgnoreQueryFilters().CountAsync(e => e.Text.Contains("erased"), Cancel));
    }

    private static async Task DisconnectAsync(TestDatabase test, TestShop shop)
    {
        await using var db = test.Open();
        await db.Connections.Where(c => c.Id == shop.Store.ConnectionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ConnectionState.Disconnected), Cancel);
    }

    private static Task<TestDatabase> CreateAsync(CapturedLog log, bool onPostgres = false) => TestDatabase.CreateAsync(
        services => services.AddWebhooks().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)),
        platforms => platforms.Add(services => new ScriptedMarketplace("ebay", services.GetRequiredService<TimeProvider>()).Platform with { Webhooks = new Deletions() }),
        onPostgres: onPostgres);

    private sealed class Deletions : IWebhookReceiver
    {
        public int RefusedStatus => 412;

        public WebhookReply? Challenge(WebhookRequest request) => null;

        public Task<WebhookReading> ReadAsync(WebhookRequest request, CancellationToken cancellationToken)
        {
            var words = Encoding.UTF8.GetString(request.Body).Split(' ');
            return Task.FromResult(new WebhookReading(null, [new WebhookSignal(words[0], WebhookSubject.BuyerDeletion, null, words[1], request.ReceivedAt)]));
        }
    }
}

using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Alerts;

/// <summary>What the seller's own systems are told of orders and stock, in the transaction that brings it about.</summary>
public sealed class OutboundEventsTests
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Alerts:AllowInternalWebhooks"] = "true" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Order_ThatComesInAndIsShipped_IsToldOnceEachWithoutTheBuyer(bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(settings: Settings, onPostgres: onPostgres);
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 9));
        await AddTargetAsync(test);

        await shop.SellAsync(shop.Order("1", "A", quantity: 2));
        await shop.SellAsync(shop.Order("1", "A", quantity: 2));
        await shop.SellAsync(shop.Order("1", "A", quantity: 2, status: RemoteOrderStatus.Shipped, shipped: 2) with { UpdatedAt = test.Clock.GetUtcNow().AddMinutes(1) });

        var told = await ToldAsync(test);
        Assert.Single(told, m => m.Happening == OutboundEvents.OrderCreated);
        Assert.Single(told, m => m.Happening == OutboundEvents.OrderShipped);
        Assert.Contains("\"available\":7", told.First(m => m.Happening == OutboundEvents.StockChanged).Body, StringComparison.Ordinal);
        Assert.All(told, m => Assert.DoesNotContain("Hopper", m.Body, StringComparison.Ordinal));
        Assert.Contains("\"externalId\":\"1\"", told.Single(m => m.Happening == OutboundEvents.OrderCreated).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_FromBeforeItsStoreWasConnected_IsToldOfOnlyWhenItLeaves()
    {
        await using var test = await TestDatabase.CreateAsync(settings: Settings);
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 9));
        await AddTargetAsync(test);
        var lastWeek = test.Clock.GetUtcNow().AddDays(-7);

        await shop.SellAsync(shop.Order("open", "A") with { PlacedAt = lastWeek }, shop.Order("gone", "A", status: RemoteOrderStatus.Shipped, shipped: 1) with { PlacedAt = lastWeek }, shop.Order("new", "A"));
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.SellAsync(shop.Order("open", "A", status: RemoteOrderStatus.Shipped, shipped: 1) with { PlacedAt = lastWeek });

        var told = await ToldAsync(test);
        Assert.Contains("\"externalId\":\"new\"", Assert.Single(told, m => m.Happening == OutboundEvents.OrderCreated).Body, StringComparison.Ordinal);
        Assert.Contains("\"externalId\":\"open\"", Assert.Single(told, m => m.Happening == OutboundEvents.OrderShipped).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_ThatChoseOtherEvents_IsNotTold()
    {
        await using var test = await TestDatabase.CreateAsync(settings: Settings);
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 9));
        var target = await AddTargetAsync(test);
        await test.Get<WebhookTargets>().ChooseAsync(test.SellerId, target, [OutboundEvents.OrderShipped], Cancel);

        await shop.SellAsync(shop.Order("1", "A"));

        Assert.Empty(await ToldAsync(test));
        await Assert.ThrowsAsync<ArgumentException>(() => test.Get<WebhookTargets>().ChooseAsync(test.SellerId, target, ["order.eaten"], Cancel));
    }

    [Fact]
    public async Task Replay_OfASpan_SendsThatSpanAgainUnderTheOldIds()
    {
        await using var test = await TestDatabase.CreateAsync(settings: Settings);
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync(TestShop.Listing("A", 9));
        var target = await AddTargetAsync(test);
        await test.Get<WebhookTargets>().ChooseAsync(test.SellerId, target, [OutboundEvents.OrderCreated], Cancel);
        foreach (var id in (string[])["1", "2", "3"])
        {
            await shop.SellAsync(shop.Order(id, "A"));
            test.Clock.Advance(TimeSpan.FromHours(1));
        }

        await using (var db = test.Open())
        {
            await db.WebhookMessages.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WebhookMessageState.Delivered), Cancel);
            await db.WorkItems.ExecuteDeleteAsync(Cancel);
        }

        var start = test.Clock.GetUtcNow().AddHours(-3);
        Assert.Equal(1, await test.Get<WebhookReplay>().ReplayAsync(test.SellerId, target, start.AddMinutes(30), start.AddMinutes(90), Cancel));
        Assert.Null(await test.Get<WebhookReplay>().ReplayAsync(Guid.NewGuid(), target, start, start.AddDays(1), Cancel));

        var waiting = Assert.Single(await ToldAsync(test), m => m.State == WebhookMessageState.Waiting);
        Assert.Contains("\"externalId\":\"2\"", waiting.Body, StringComparison.Ordinal);
        await using var after = test.Open();
        Assert.Equal(waiting.Id.ToString(), (await after.WorkItems.SingleAsync(Cancel)).Payload);
    }

    private static async Task<Guid> AddTargetAsync(TestDatabase test) => (await test.Get<WebhookTargets>().AddAsync(test.SellerId, "http://127.0.0.1:9/hook", Cancel)).Id;

    private static async Task<List<WebhookMessage>> ToldAsync(TestDatabase test)
    {
        await using var db = test.Open();
        return await db.WebhookMessages.AsNoTracking().OrderBy(m => m.Id).ToListAsync(Cancel);
    }
}

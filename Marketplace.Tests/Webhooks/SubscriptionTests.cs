using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Core.Webhooks;
using Marketplace.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Webhooks;

/// <summary>Asking marketplaces to tell us, and saying so where they do not.</summary>
public sealed class SubscriptionTests
{
    private static readonly Uri Outside = new("https://shop.example");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscribe_NoPublicAddress_NamesTheSetting()
    {
        var market = new Subscriber();
        await using var test = await CreateAsync(market);
        var store = await test.AddConnectionAsync();

        await AskAsync(test, all: true);

        var row = await RowAsync(test, store.Id);
        Assert.Equal(NotificationState.Absent, row.Notifications);
        Assert.Contains("Api:PublicUrl", row.NotificationProblem, StringComparison.Ordinal);
        Assert.Empty(market.Addresses);
    }

    [Fact]
    public async Task Subscribe_MarketplaceThatCallsNoAddress_NeedsNone()
    {
        var market = new Subscriber { NeedsAddress = false };
        await using var test = await CreateAsync(market);
        var store = await test.AddConnectionAsync();

        await AskAsync(test, all: true);

        Assert.Equal(NotificationState.Subscribed, (await RowAsync(test, store.Id)).Notifications);
    }

    [Fact]
    public async Task Subscribe_Refused_KeepsTheReasonAndTriesAgainLater()
    {
        var market = new Subscriber { OnSubscribe = () => throw new RejectedException("Set the verification token.") };
        await using var test = await CreateAsync(market, Outside);
        var store = await test.AddConnectionAsync();
        await AskAsync(test, all: true);
        Assert.Equal("Set the verification token.", (await RowAsync(test, store.Id)).NotificationProblem);

        market.OnSubscribe = () => { };
        Assert.Equal(0, await AskAsync(test));
        test.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await AskAsync(test));

        var row = await RowAsync(test, store.Id);
        Assert.Equal((NotificationState.Subscribed, null), (row.Notifications, row.NotificationProblem));
        Assert.Equal(new Uri(Outside, "/webhooks/ebay"), market.Addresses[^1]);
    }

    [Fact]
    public async Task Subscribe_FailsInPassing_IsTriedAgainAndNeverGivenUp()
    {
        var market = new Subscriber { OnSubscribe = () => throw new TransientException("eBay is not there.") };
        await using var test = await CreateAsync(market, Outside);
        var store = await test.AddConnectionAsync();
        await AskAsync(test, all: true);
        for (var i = 0; i < 10; i++)
        {
            test.Clock.Advance(TimeSpan.FromMinutes(1));
            await test.RunWorkAsync();
        }

        Assert.Equal(5, market.Addresses.Count);
        Assert.Equal(NotificationState.Absent, (await RowAsync(test, store.Id)).Notifications);
        await using var db = test.Open();
        Assert.Empty(await db.WorkItems.ToListAsync(Cancel));
    }

    [Fact]
    public async Task Keeper_SubscribedStore_IsCheckedAfterHoursOnly()
    {
        var market = new Subscriber();
        await using var test = await CreateAsync(market, Outside);
        await test.AddConnectionAsync();
        Assert.Equal(1, await AskAsync(test));

        test.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(0, await AskAsync(test));
        test.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await AskAsync(test));
        Assert.Equal(2, market.Addresses.Count);
    }

    private static async Task<int> AskAsync(TestDatabase test, bool all = false)
    {
        var asked = await test.Get<SubscriptionKeeper>().AskDueAsync(all, Cancel);
        await test.RunWorkAsync();
        return asked;
    }

    private static async Task<Connection> RowAsync(TestDatabase test, Guid id)
    {
        await using var db = test.Open();
        return await db.Connections.AsNoTracking().SingleAsync(c => c.Id == id, Cancel);
    }

    private static Task<TestDatabase> CreateAsync(Subscriber market, Uri? address = null) => TestDatabase.CreateAsync(
        services => services.AddWebhooks().AddSingleton(new WebhookAddress(address)),
        platforms => platforms.Add(services => new ScriptedMarketplace("ebay", services.GetRequiredService<TimeProvider>()).Platform with { Subscriptions = market }));

    private sealed class Subscriber : IWebhookSubscriber
    {
        public bool NeedsAddress { get; init; } = true;

        public List<Uri> Addresses { get; } = [];

        public Action OnSubscribe { get; set; } = () => { };

        public Task SubscribeAsync(ConnectionContext connection, Uri address, CancellationToken cancellationToken)
        {
            Addresses.Add(address);
            OnSubscribe();
            return Task.CompletedTask;
        }
    }
}

using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Core.Platforms.Http;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayQuotasTests
{
    [Fact]
    public async Task Read_AfterSomeCalls_CountsThemDown()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 10, 20, 0, 0, TimeSpan.Zero));
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { Listings = 3, Orders = 0 }, clock);
        await EbayOrdersTests.ReadAsync(store, clock.GetUtcNow().AddHours(-1));

        var quotas = await ReadAsync(store);

        var fulfillment = quotas.Single(quota => quota.Name == "sell.fulfillment");
        Assert.Equal((100_000, 100_000 - store.Calls("getOrders"), true), (fulfillment.Limit, fulfillment.Remaining, fulfillment.Shared));
        Assert.Equal(new DateTimeOffset(2026, 1, 11, 8, 0, 0, TimeSpan.Zero), fulfillment.ResetsAt);
        Assert.Equal(5_000, quotas.Single(quota => quota.Name == "GetSellerList").Limit);
        Assert.DoesNotContain(quotas, quota => quota.Name == "GetMyeBaySelling");
    }

    [Fact]
    public async Task Day_UsedUp_SaysWhenItComesBack()
    {
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { Listings = 3, Orders = 0, RateFactor = 0.001 });
        for (var i = 0; i < 100; i++)
        {
            await EbayOrdersTests.ReadAsync(store, null);
        }

        var failure = await Assert.ThrowsAsync<ThrottledException>(() => EbayOrdersTests.ReadAsync(store, null));

        Assert.Equal("2001", failure.RawCode);
        Assert.Equal(EbayDay.NextStart(TimeProvider.System.GetUtcNow()), failure.RetryAt, TimeSpan.FromSeconds(5));
        Assert.Equal(0, (await ReadAsync(store)).Single(quota => quota.Name == "sell.fulfillment").Remaining);
    }

    [Fact]
    public async Task Read_LittleIsLeft_SpreadsItOverTheRestOfTheDay()
    {
        var options = new SandboxOptions { Listings = 3, Orders = 0, Ebay = new EbaySandboxOptions { Quotas = { ["sell.fulfillment"] = 10 } } };
        await using var store = await EbayStore.ConnectAsync(options);
        var limiter = store.Service<OperationLimiter>();
        var usual = limiter.OneCall(EbayOperations.GetOrders, store.Connection.ConnectionId);
        for (var i = 0; i < 9; i++)
        {
            await EbayOrdersTests.ReadAsync(store, null);
        }

        await ReadAsync(store);

        Assert.True(limiter.OneCall(EbayOperations.GetOrders, store.Connection.ConnectionId) > usual * 100);
        Assert.Equal(usual, limiter.OneCall(EbayOperations.GetOrders, Guid.NewGuid()));
    }

    [Fact]
    public async Task Read_NothingIsLeft_MakesNoFurtherCall()
    {
        var options = new SandboxOptions { Listings = 3, Orders = 0, Ebay = new EbaySandboxOptions { Quotas = { ["sell.fulfillment"] = 2 } } };
        await using var store = await EbayStore.ConnectAsync(options);
        await EbayOrdersTests.ReadAsync(store, null);
        await EbayOrdersTests.ReadAsync(store, null);
        var before = store.Calls("getOrders");

        await ReadAsync(store);
        var failure = await Assert.ThrowsAsync<ThrottledException>(() => EbayOrdersTests.ReadAsync(store, null));

        Assert.Equal(before, store.Calls("getOrders"));
        Assert.Equal(EbayDay.NextStart(TimeProvider.System.GetUtcNow()), failure.RetryAt, TimeSpan.FromSeconds(5));
    }

    private static Task<IReadOnlyList<CallQuota>> ReadAsync(EbayStore store) => store.Platform.Quotas!.ReadAsync(store.Connection, CancellationToken.None);
}

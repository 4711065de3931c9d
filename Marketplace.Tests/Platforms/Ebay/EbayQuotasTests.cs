using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Sandbox;
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

        var quotas = await store.Service<EbayQuotas>().ReadAsync(CancellationToken.None);

        var fulfillment = quotas.Single(quota => quota.Resource == "sell.fulfillment");
        Assert.Equal((100_000, 100_000 - store.Calls("getOrders")), (fulfillment.Limit, fulfillment.Remaining));
        Assert.Equal(new DateTimeOffset(2026, 1, 11, 8, 0, 0, TimeSpan.Zero), fulfillment.ResetsAt);
        Assert.Equal(5_000, quotas.Single(quota => quota.Resource == "GetMyeBaySelling").Limit);
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
        Assert.Equal(0, (await store.Service<EbayQuotas>().ReadAsync(CancellationToken.None)).Single(quota => quota.Resource == "sell.fulfillment").Remaining);
    }
}

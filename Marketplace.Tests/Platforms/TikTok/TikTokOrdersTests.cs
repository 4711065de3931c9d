using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokOrdersTests
{
    [Fact]
    public async Task List_WithoutSince_BringsEveryOpenOrderOnce()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.Orders = 250);

        var orders = await store.OrdersAsync();

        Assert.Equal(250, orders.Select(order => order.ExternalId).Distinct().Count());
        Assert.Equal(250, orders.Count);
        Assert.Equal(2, orders.Count(order => order.Status == RemoteOrderStatus.Pending));
        Assert.All(orders.Where(order => order.Status == RemoteOrderStatus.ReadyToShip), order => Assert.NotNull(order.Buyer));
        Assert.All(orders.Where(order => order.Status == RemoteOrderStatus.Pending), order => Assert.Null(order.Buyer));
    }

    [Fact]
    public async Task List_SinceATime_BringsOnlyWhatChanged()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var since = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        var fresh = store.Shop.CreateOrders(130, null, 1);

        var orders = await store.OrdersAsync(since);

        Assert.Equal(fresh.Order(), orders.Select(order => order.ExternalId).Order());
        Assert.Equal(orders.Select(order => order.UpdatedAt).Order(), orders.Select(order => order.UpdatedAt));
    }

    [Fact]
    public async Task List_OrdersThatArriveDuringPaging_AreNotMissed()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.Orders = 220);
        var seen = new HashSet<string>();
        await foreach (var page in store.Platform.Orders!.ListAsync(store.Connection, TimeProvider.System.GetUtcNow().AddDays(-30), CancellationToken.None))
        {
            seen.UnionWith(page.Items.Select(order => order.ExternalId));
            store.Shop.CreateOrders(5, null, 1);
        }

        Assert.True(seen.Count >= 220, $"only {seen.Count} of 220 orders were seen");
    }

    [Fact]
    public async Task Get_TwoUnitsOfOneSku_AreOneLineOfTwo()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var listing = (await store.ListingsAsync())[0];

        var order = await store.OrderAsync(listing.Sku, 3);

        var line = Assert.Single(order.Lines);
        Assert.Equal(3, line.Quantity);
        Assert.Equal(0, line.QuantityShipped);
        Assert.Equal(listing.Sku, line.Sku);
        Assert.Equal(listing.ExternalId, line.ExternalListingId);
        Assert.Equal(listing.Price, line.UnitPrice);
        Assert.Equal(order.Subtotal, line.UnitPrice * 3);
        Assert.Equal(order.Total, order.Subtotal + order.Shipping + order.Tax);
        Assert.Equal("USD", order.Total.Currency);
        Assert.Contains(line.ExternalId, line.PlatformData, StringComparison.Ordinal);
        Assert.Equal(order.PaidAt!.Value.AddDays(2), order.ShipBy);
    }

    [Fact]
    public async Task Get_ForeignOrder_IsNull()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        Assert.Null(await store.Platform.Orders!.GetAsync(store.Connection, "576461413038785752", CancellationToken.None));
    }

    [Fact]
    public async Task Get_OrderOnHold_IsPendingWithoutAddress()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.OnHoldSeconds = 600);

        var order = await store.OrderAsync();

        Assert.Equal(RemoteOrderStatus.Pending, order.Status);
        Assert.Null(order.Buyer);
        Assert.NotNull(order.PaidAt);
    }

    [Fact]
    public async Task Get_UnpaidThenOnHold_MovesOnByTheClock()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => (options.TikTok.UnpaidSeconds, options.TikTok.OnHoldSeconds) = (1, 1));
        var order = await store.OrderAsync();
        Assert.Equal(RemoteOrderStatus.Pending, order.Status);
        Assert.Null(order.PaidAt);

        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(20);
        while (order.Status == RemoteOrderStatus.Pending && TimeProvider.System.GetUtcNow() < deadline)
        {
            order = (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!;
        }

        Assert.Equal(RemoteOrderStatus.ReadyToShip, order.Status);
        Assert.NotNull(order.Buyer);
    }

    [Theory]
    [InlineData("ID", "IDR", 0)]
    [InlineData("GB", "GBP", 2)]
    public async Task Get_OtherMarkets_KeepTheirMoney(string market, string currency, int decimals)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = market);

        var order = await store.OrderAsync();

        Assert.Equal(currency, order.Total.Currency);
        Assert.Equal(order.Total, Money.FromMajor(decimal.Round(order.Total.Major, decimals), currency));
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task List_FaultOnAPage_IsComplete(FaultKind fault)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.Orders = 120);
        store.Faults.Arm("tiktok", "GetOrderList", fault, 1, null);

        Assert.Equal(120, (await store.OrdersAsync()).Count);
    }

    [Fact]
    public async Task List_AppLacksTheScope_AsksForANewConsent()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.WithheldScopes = "seller.order.info");

        var failure = await Assert.ThrowsAsync<NeedsReauthorizationException>(() => store.OrdersAsync());

        Assert.Equal("105005", failure.RawCode);
    }
}

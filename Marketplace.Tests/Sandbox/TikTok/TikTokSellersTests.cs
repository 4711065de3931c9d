using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Tests.Platforms.TikTok;

namespace Marketplace.Tests.Sandbox.TikTok;

/// <summary>Several sellers on one local TikTok Shop: each token opens its own shops, and nobody else's.</summary>
public sealed class TikTokSellersTests
{
    private const string British = "tern_and_co";
    private const string TwoShops = "millrace_werkstatt";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sellers_HaveShopsOfTheirOwn_AndSeeTheirOwnOrdersAlone()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var sellers = (ISandboxSellers)store.Shop;
        var british = Assert.Single(await store.ConnectAlsoAsync(British, "GB"));
        var both = await store.ConnectAlsoAsync(TwoShops, "US");

        var id = Assert.Single(sellers.CreateOrders(British, 1, null, 1));

        Assert.Equal(["harbour_lane_goods", British, TwoShops], sellers.Sellers);
        Assert.Equal(4, both.Append(british).Append(store.Connection).Select(c => c.ExternalAccountId).Distinct().Count());
        Assert.Equal("GBP", (await store.Platform.Orders!.GetAsync(british, id, Cancel))!.Total.Currency);
        Assert.Null(await store.Platform.Orders.GetAsync(store.Connection, id, Cancel));
        Assert.Null(await store.Platform.Orders.GetAsync(both[0], id, Cancel));
    }

    [Fact]
    public async Task Cipher_OfAnotherSellersShop_IsRefused()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var british = Assert.Single(await store.ConnectAlsoAsync(British, "GB"));

        var refused = await Assert.ThrowsAnyAsync<PlatformException>(() =>
            store.Platform.Orders!.GetAsync(store.Connection with { PlatformData = british.PlatformData }, "576460000000000000", Cancel));

        Assert.Equal("101000", refused.RawCode);
    }

    [Fact]
    public async Task Revoke_OneSeller_LeavesTheOthersIn()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var british = Assert.Single(await store.ConnectAlsoAsync(British, "GB"));

        ((ISandboxSellers)store.Shop).Revoke(British);

        await store.Platform.Connect.CheckAsync(store.Connection, Cancel);
        await Assert.ThrowsAsync<NeedsReauthorizationException>(() => store.Platform.Connect.CheckAsync(british, Cancel));
    }
}

using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokConnectFlowTests
{
    [Fact]
    public async Task Connect_ThroughConsentPage_OpensTheShop()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var shop = Assert.Single(store.Stores);
        Assert.Equal(store.Shop.Credentials.Values["ShopId"], shop.ExternalAccountId);
        Assert.Equal("US", shop.Region);
        Assert.Contains(store.Shop.Credentials.Values["ShopCipher"], shop.PlatformData, StringComparison.Ordinal);
        Assert.InRange(shop.Tokens.AccessExpiresAt, TimeProvider.System.GetUtcNow().AddDays(6.9), TimeProvider.System.GetUtcNow().AddDays(7.1));
        await store.Platform.Connect.CheckAsync(store.Connection, CancellationToken.None);
    }

    [Fact]
    public async Task Connect_SeveralShops_AreSeveralStores()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "US,GB");

        Assert.Equal(["US", "GB"], store.Stores.Select(shop => shop.Region));
        Assert.Equal(2, store.Stores.Select(shop => shop.PlatformData).Distinct().Count());
        var second = store.ConnectionOf(store.Stores[1], store.Tokens);
        await store.Platform.Connect.CheckAsync(second, CancellationToken.None);
    }

    [Theory]
    [InlineData("US", "https://services.us.tiktokshop.com/open/authorize?service_id=")]
    [InlineData("GB", "https://services.tiktokshop.com/open/authorize?service_id=")]
    public async Task ConsentUrl_PerMarket_NamesServiceAndStateAlone(string region, string start)
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var url = store.Platform.Connect.ConsentUrl(TikTokTestStore.RequestFor("a+b", region));

        Assert.StartsWith(start, url.AbsoluteUri, StringComparison.Ordinal);
        Assert.EndsWith("&state=a%2Bb", url.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain("redirect", url.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadCallback_SellerRefused_SaysSo()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var query = await TikTokTestStore.DecideAsync(store.Sandbox, store.Platform.Connect.ConsentUrl(TikTokTestStore.RequestFor("s")), "refuse");

        Assert.Equal("null", query["code"]);
        var failure = Assert.Throws<ConsentFailedException>(() => store.Platform.Connect.ReadCallback(query));
        Assert.Equal("auth_denied", failure.RawCode);
    }

    [Fact]
    public async Task Exchange_CodeUsedTwice_IsRefused()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var connect = store.Platform.Connect;
        var request = TikTokTestStore.RequestFor("s");
        var grant = connect.ReadCallback(await TikTokTestStore.DecideAsync(store.Sandbox, connect.ConsentUrl(request), "approve"));
        await connect.ExchangeAsync(grant, request, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<ConsentFailedException>(() => connect.ExchangeAsync(grant, request, CancellationToken.None));

        Assert.Equal("36004004", failure.RawCode);
    }

    [Fact]
    public async Task Refresh_OldTokens_GivesNewOfBoth()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var old = store.Stores[0].Tokens;

        var renewed = await store.Platform.Connect.RefreshAsync(old, "US", CancellationToken.None);

        Assert.NotEqual(old.AccessToken, renewed.AccessToken);
        Assert.NotEqual(old.RefreshToken, renewed.RefreshToken);
    }

    [Fact]
    public async Task Exchange_ConsentForTwoShops_NamesOneAuthorisation()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "US,GB");

        Assert.Equal(2, store.Stores.Count);
        Assert.False(string.IsNullOrEmpty(Assert.Single(store.Stores.Select(shop => shop.AuthorizationId).Distinct())));
    }

    [Fact]
    public async Task Refresh_AfterRevocation_NeedsReauthorization()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        store.Shop.Revoke();

        var failure = await Assert.ThrowsAsync<NeedsReauthorizationException>(() => store.Platform.Connect.RefreshAsync(store.Stores[0].Tokens, "US", CancellationToken.None));

        Assert.Equal("36004005", failure.RawCode);
        await Assert.ThrowsAsync<NeedsReauthorizationException>(() => store.Platform.Connect.CheckAsync(store.Connection, CancellationToken.None));
    }

    [Fact]
    public async Task Call_AccessTokenExpired_IsRenewedOnce()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        store.Faults.Arm("tiktok", "GetOrderList", FaultKind.ExpiredToken, 1, null);

        Assert.NotEmpty(await store.OrdersAsync());

        Assert.Single(store.Log.Calls, call => call.Operation == "RefreshAccessToken");
    }

    [Fact]
    public async Task MissingSetting_NothingConfigured_NamesTheFirstKey()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await using var clients = sandbox.Clients(platforms => platforms.AddTikTok());

        Assert.Equal("Platforms:TikTok:AppKey", clients.GetRequiredService<PlatformCatalog>().All[0].Connect.MissingSetting);
    }

    [Theory]
    [InlineData("Platforms:TikTok:AppSecret", null, "Platforms:TikTok:AppSecret is missing")]
    [InlineData("Platforms:TikTok:ServiceId", "has a blank", "Platforms:TikTok:ServiceId contains a blank")]
    [InlineData("Platforms:TikTok:ApiHost", "https://host/path", "Platforms:TikTok:ApiHost must be an address")]
    public async Task Options_HalfOrWrong_StopTheStartWithTheKey(string key, string? value, string words)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await using var clients = sandbox.Clients(platforms => platforms.AddTikTok(), TikTokTestStore.SettingsOf(sandbox, new Dictionary<string, string?> { [key] = value }));

        var failure = Assert.Throws<OptionsValidationException>(() => clients.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}

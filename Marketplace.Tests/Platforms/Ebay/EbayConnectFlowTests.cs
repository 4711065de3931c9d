using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Sandbox.Faults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayConnectFlowTests
{
    [Fact]
    public async Task Connect_AllowedOnTheConsentPage_OpensTheStore()
    {
        await using var store = await EbayStore.ConnectAsync();

        Assert.Equal(store.Market.Credentials.Values["SellerId"], store.Authorized.ExternalAccountId);
        Assert.Equal(store.Market.Credentials.Values["SellerName"], store.Authorized.Name);
        Assert.InRange(store.Authorized.Tokens.RefreshExpiresAt!.Value - store.Authorized.Tokens.AccessExpiresAt, TimeSpan.FromDays(540), TimeSpan.FromDays(550));
        await store.Platform.Connect.CheckAsync(store.Connection, CancellationToken.None);
    }

    [Fact]
    public async Task ConsentUrl_CarriesTheRuNameNotTheCallback()
    {
        await using var store = await EbayStore.ConnectAsync();

        var url = store.Platform.Connect.ConsentUrl(EbayStore.Request("a state & more"));

        var query = QueryHelpers.ParseQuery(url.Query);
        Assert.Equal("auth.ebay.com", url.Host);
        Assert.Equal(store.Market.Credentials.Values["RuName"], query["redirect_uri"]);
        Assert.Equal("a state & more", query["state"]);
        Assert.Contains("https://api.ebay.com/oauth/api_scope/sell.fulfillment", query["scope"].ToString().Split(' '));
    }

    [Fact]
    public async Task ReadCallback_Refused_SaysSo()
    {
        await using var store = await EbayStore.ConnectAsync();
        var query = await EbayConsentPage.DecideAsync(store.Sandbox, store.Platform.Connect.ConsentUrl(EbayStore.Request("s")), "refuse");

        var failure = Assert.Throws<ConsentFailedException>(() => store.Platform.Connect.ReadCallback(query));

        Assert.Contains("did not allow", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_CodeUsedTwice_IsRefused()
    {
        await using var store = await EbayStore.ConnectAsync();
        var flow = store.Platform.Connect;
        var request = EbayStore.Request("s");
        var grant = flow.ReadCallback(await EbayConsentPage.DecideAsync(store.Sandbox, flow.ConsentUrl(request), "approve"));
        await flow.ExchangeAsync(grant, request, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<ConsentFailedException>(() => flow.ExchangeAsync(grant, request, CancellationToken.None));

        Assert.Equal("invalid_grant", failure.RawCode);
    }

    [Fact]
    public async Task Exchange_CodeEncodedTwice_IsRefused()
    {
        await using var store = await EbayStore.ConnectAsync();
        var flow = store.Platform.Connect;
        var request = EbayStore.Request("s");
        var grant = flow.ReadCallback(await EbayConsentPage.DecideAsync(store.Sandbox, flow.ConsentUrl(request), "approve"));
        Assert.Contains('#', grant.Code);

        var failure = await Assert.ThrowsAsync<ConsentFailedException>(
            () => flow.ExchangeAsync(grant with { Code = Uri.EscapeDataString(grant.Code) }, request, CancellationToken.None));

        Assert.Equal("invalid_grant", failure.RawCode);
    }

    [Fact]
    public async Task Exchange_CodeOlderThan299Seconds_IsRefused()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var store = await EbayStore.ConnectAsync(time: clock);
        var flow = store.Platform.Connect;
        var request = EbayStore.Request("s");
        var grant = flow.ReadCallback(await EbayConsentPage.DecideAsync(store.Sandbox, flow.ConsentUrl(request), "approve"));
        clock.Advance(TimeSpan.FromSeconds(300));

        await Assert.ThrowsAsync<ConsentFailedException>(() => flow.ExchangeAsync(grant, request, CancellationToken.None));
    }

    [Fact]
    public async Task Exchange_WrongSecret_NamesTheSetting()
    {
        await using var store = await EbayStore.ConnectAsync();
        await using var clients = EbayStore.Clients(store.Sandbox, new Dictionary<string, string?> { ["Platforms:Ebay:ClientSecret"] = "wrong" });
        var flow = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("ebay")).Connect;
        var request = EbayStore.Request("s");
        var grant = flow.ReadCallback(await EbayConsentPage.DecideAsync(store.Sandbox, flow.ConsentUrl(request), "approve"));

        var failure = await Assert.ThrowsAsync<ConsentFailedException>(() => flow.ExchangeAsync(grant, request, CancellationToken.None));

        Assert.Contains("Platforms:Ebay:ClientSecret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_BringsANewAccessTokenAndKeepsTheRefreshToken()
    {
        await using var store = await EbayStore.ConnectAsync();
        var old = store.Authorized.Tokens;

        var fresh = await store.Platform.Connect.RefreshAsync(old, "EBAY_US", CancellationToken.None);

        Assert.NotEqual(old.AccessToken, fresh.AccessToken);
        Assert.Equal(old.RefreshToken, fresh.RefreshToken);
        Assert.Equal(old.RefreshExpiresAt, fresh.RefreshExpiresAt);
    }

    [Fact]
    public async Task Refresh_MoreScopesInSettingsThanConsented_StillWorks()
    {
        await using var store = await EbayStore.ConnectAsync();
        await using var clients = EbayStore.Clients(store.Sandbox, new Dictionary<string, string?>
        {
            ["Platforms:Ebay:Scopes"] = "https://api.ebay.com/oauth/api_scope https://api.ebay.com/oauth/api_scope/sell.marketing",
        });
        var flow = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("ebay")).Connect;

        var fresh = await flow.RefreshAsync(store.Authorized.Tokens, "EBAY_US", CancellationToken.None);

        Assert.NotEmpty(fresh.AccessToken);
    }

    [Fact]
    public async Task Refresh_ConsentWithdrawn_NeedsReauthorization()
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Market.Revoke();

        var failure = await Assert.ThrowsAsync<NeedsReauthorizationException>(
            () => store.Platform.Connect.RefreshAsync(store.Authorized.Tokens, "EBAY_US", CancellationToken.None));

        Assert.Equal("invalid_grant", failure.RawCode);
    }

    [Fact]
    public async Task Refresh_TokenEndpointFailsOnce_IsTriedAgain()
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Fault("token", FaultKind.Error);

        var fresh = await store.Platform.Connect.RefreshAsync(store.Authorized.Tokens, "EBAY_US", CancellationToken.None);

        Assert.NotEmpty(fresh.AccessToken);
    }

    [Fact]
    public async Task Check_AccessTokenExpired_RenewsOnce()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var store = await EbayStore.ConnectAsync(time: clock);
        clock.Advance(TimeSpan.FromHours(3));

        await store.Platform.Connect.CheckAsync(store.Connection, CancellationToken.None);

        Assert.Equal(1, store.Tokens.Renewals);
    }

    [Fact]
    public async Task MissingSetting_NothingConfigured_NamesTheFirstKey()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await using var clients = sandbox.Clients(builder => builder.AddEbay());

        var flow = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("ebay")).Connect;

        Assert.Equal("Platforms:Ebay:ClientId", flow.MissingSetting);
    }

    [Theory]
    [InlineData("ClientId", "a", "Platforms:Ebay:ClientSecret")]
    [InlineData("RuName", "https://example.test/callback", "Platforms:Ebay:RuName")]
    [InlineData("ApiUrl", "ftp://example.test", "Platforms:Ebay:ApiUrl")]
    [InlineData("Scopes", " ", "Platforms:Ebay:Scopes")]
    public async Task Options_HalfOrMalformed_NameTheKey(string key, string value, string named)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await using var clients = sandbox.Clients(builder => builder.AddEbay(), new Dictionary<string, string?> { [$"Platforms:Ebay:{key}"] = value });

        var failure = Assert.Throws<OptionsValidationException>(() => clients.GetRequiredService<IOptions<EbayOptions>>().Value);

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }
}

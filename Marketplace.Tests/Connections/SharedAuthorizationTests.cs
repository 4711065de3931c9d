using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Web.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Tests.Connections.TestStore;

namespace Marketplace.Tests.Connections;

/// <summary>Several shops under one consent, whose refresh token is good once: on both databases, with several processes.</summary>
public sealed class SharedAuthorizationTests
{
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Renew_ByOneShop_ServesTheOthers(bool onPostgres)
    {
        await using var app = Start(onPostgres);
        var (first, second) = await ConnectBothAsync(app);
        Assert.Equal((await AuthorizationAsync(app, first)).Id, (await AuthorizationAsync(app, second)).Id);
        var tokens = (await OpenAsync(app, first)).Tokens;
        var calls = TokenCalls(app);

        var renewed = await tokens.RenewAsync(await tokens.GetAsync(stop), stop);

        Assert.Equal(renewed, await (await OpenAsync(app, second)).Tokens.GetAsync(stop));
        Assert.Equal(renewed, await Process(app).Of(second).GetAsync(stop));
        Assert.Equal(calls + 1, TokenCalls(app));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Renew_BothShopsInFourProcessesAtOnce_AskTheMarketplaceOnce(bool onPostgres)
    {
        await using var app = Start(onPostgres);
        var (first, second) = await ConnectBothAsync(app);
        var refused = await (await OpenAsync(app, first)).Tokens.GetAsync(stop);
        var calls = TokenCalls(app);
        var processes = Enumerable.Range(0, 4).Select(_ => Process(app)).ToList();

        var renewed = await Task.WhenAll(processes.SelectMany(p => new[] { first, second }.Select(store => Task.Run(async () => await p.Of(store).RenewAsync(refused, stop), stop))));

        Assert.NotEqual(refused, Assert.Single(renewed.Distinct()));
        Assert.Equal(calls + 1, TokenCalls(app));
        Assert.Equal(ConnectionState.Connected, (await RowAsync(app, second)).State);
    }

    [Fact]
    public async Task Renew_ProcessDiedWhileRenewing_IsTakenOverWhenItsHoldLapses()
    {
        await using var app = Start();
        var (first, _) = await ConnectBothAsync(app);
        var refused = await (await OpenAsync(app, first)).Tokens.GetAsync(stop);
        var authorization = await AuthorizationAsync(app, first);
        await HoldAsync(app, authorization.Id, TimeProvider.System.GetUtcNow().AddSeconds(1.5));
        var started = TimeProvider.System.GetTimestamp();

        var renewed = await Process(app).Of(first).RenewAsync(refused, stop);

        Assert.NotEqual(refused, renewed);
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1));
        Assert.Null((await AuthorizationAsync(app, first)).RenewingUntil);
    }

    [Fact]
    public async Task Disconnect_OneShop_LeavesTheOthersAlive()
    {
        await using var app = Start();
        var (first, second) = await ConnectBothAsync(app);
        var (closed, open) = ((await OpenAsync(app, first)).Tokens, (await OpenAsync(app, second)).Tokens);
        var token = await closed.GetAsync(stop);

        await app.Services.GetRequiredService<ConnectStore>().DisconnectAsync(await app.SellerIdAsync(), first, stop);

        await Assert.ThrowsAsync<NeedsReauthorizationException>(async () => await closed.GetAsync(stop));
        Assert.NotEqual(token, await open.RenewAsync(token, stop));
        Assert.Equal(ConnectionState.Connected, (await RowAsync(app, second)).State);
    }

    [Fact]
    public async Task Disconnect_LastShop_ForgetsTheTokens()
    {
        await using var app = Start();
        var (first, second) = await ConnectBothAsync(app);
        foreach (var id in new[] { first, second })
        {
            await app.Services.GetRequiredService<ConnectStore>().DisconnectAsync(await app.SellerIdAsync(), id, stop);
        }

        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        Assert.Empty(await db.Authorizations.IgnoreQueryFilters().ToListAsync(stop));
    }

    [Fact]
    public async Task Renew_ConsentWithdrawn_ClosesEveryShopOfIt()
    {
        await using var app = Start();
        var (first, second) = await ConnectBothAsync(app);
        var tokens = (await OpenAsync(app, first)).Tokens;
        var refused = await tokens.GetAsync(stop);
        app.Marketplace("tiktok").Revoke();

        await Assert.ThrowsAsync<NeedsReauthorizationException>(async () => await tokens.RenewAsync(refused, stop));

        Assert.Equal(ConnectionState.NeedsReauthorization, (await RowAsync(app, first)).State);
        Assert.Equal(ConnectionState.NeedsReauthorization, (await RowAsync(app, second)).State);
    }

    [Fact]
    public async Task Reconnect_InAnotherProcess_IsSeenWhereTheOldTokensAreHeld()
    {
        await using var app = Start();
        var (first, second) = await ConnectBothAsync(app);
        var elsewhere = Process(app).Of(second);
        var old = await elsewhere.GetAsync(stop);
        app.Marketplace("tiktok").Revoke();
        await ConnectBothAsync(app);

        var renewed = await elsewhere.RenewAsync(old, stop);

        Assert.Equal(await (await OpenAsync(app, first)).Tokens.GetAsync(stop), renewed);
    }

    private static TokenSources Process(TestApp app) =>
        new(app.Services.GetRequiredService<TokenStore>(), app.Services.GetRequiredService<PlatformCatalog>(), TimeProvider.System);

    private async Task<(Guid First, Guid Second)> ConnectBothAsync(TestApp app)
    {
        var ids = await app.Services.GetRequiredService<DemoStores>().ConnectAsync(await app.SellerIdAsync(), "tiktok", app.Address, stop);
        Assert.Equal(2, ids.Count);
        return (ids[0], ids[1]);
    }

    private async Task HoldAsync(TestApp app, Guid authorization, DateTimeOffset? until)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        await db.Authorizations.IgnoreQueryFilters().Where(a => a.Id == authorization).ExecuteUpdateAsync(set => set.SetProperty(a => a.RenewingUntil, until), stop);
    }

    // The strictest reading: a refresh token is dead as soon as it was used.
    private static TestApp Start(bool onPostgres = false)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Sandbox:TikTok:Markets"] = "US,GB",
            ["Sandbox:TikTok:OldRefreshTokenSeconds"] = "0",
            ["Sandbox:Listings"] = "5",
            ["Sandbox:Orders"] = "2",
        };
        if (onPostgres)
        {
            settings["Database:Provider"] = "Postgres";
            settings["Database:ConnectionString"] = TestPostgres.NewDatabase();
        }

        return TestApp.Start(settings);
    }
}

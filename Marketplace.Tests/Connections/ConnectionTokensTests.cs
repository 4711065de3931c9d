using System.Text;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Tests.Connections.TestStore;

namespace Marketplace.Tests.Connections;

public sealed class ConnectionTokensTests : IAsyncLifetime
{
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;
    private TestApp app = null!;
    private Guid store;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        store = await ConnectAsync(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Renew_FiftyCallersWithTheRefusedToken_AskEachMarketplaceOnce()
    {
        foreach (var marketplace in Marketplaces(app))
        {
            var tokens = (await OpenAsync(app, await ConnectAsync(app, marketplace))).Tokens;
            var refused = await tokens.GetAsync(stop);
            var before = TokenCalls(app);

            var renewed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await tokens.RenewAsync(refused, stop), stop)));

            Assert.NotEqual(refused, Assert.Single(renewed.Distinct()));
            Assert.Equal(renewed[0], await tokens.RenewAsync(refused, stop));
            Assert.Equal(before + 1, TokenCalls(app));
        }
    }

    [Fact]
    public async Task Get_TokenAboutToEnd_IsRenewedOnceForAllCallers()
    {
        var before = await (await OpenAsync(app, store)).Tokens.GetAsync(stop);
        await EndAccessAsync();
        var calls = TokenCalls(app);

        var got = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await (await OpenAsync(app, store)).Tokens.GetAsync(stop)));

        Assert.Equal(calls + 1, TokenCalls(app));
        Assert.NotEqual(before, Assert.Single(got.Distinct()));
        Assert.True((await AuthorizationAsync(app, store)).AccessExpiresAt > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Renew_AnotherProcessWasFaster_TakesWhatItStored()
    {
        var refused = await (await OpenAsync(app, store)).Tokens.GetAsync(stop);
        var services = app.Services;
        var otherProcess = new TokenSources(services.GetRequiredService<TokenStore>(), services.GetRequiredService<PlatformCatalog>(), TimeProvider.System);
        var theirs = await otherProcess.Of(store).RenewAsync(refused, stop);
        var calls = TokenCalls(app);

        var ours = await (await OpenAsync(app, store)).Tokens.RenewAsync(refused, stop);

        Assert.Equal(theirs, ours);
        Assert.Equal(calls, TokenCalls(app));
    }

    [Fact]
    public async Task Renew_ConsentRevoked_AsksTheSellerInWords()
    {
        foreach (var marketplace in Marketplaces(app))
        {
            var id = await ConnectAsync(app, marketplace);
            var tokens = (await OpenAsync(app, id)).Tokens;
            var refused = await tokens.GetAsync(stop);
            app.Marketplace(marketplace).Revoke();

            await Assert.ThrowsAsync<NeedsReauthorizationException>(async () => await tokens.RenewAsync(refused, stop));

            var row = await RowAsync(app, id);
            Assert.Equal(ConnectionState.NeedsReauthorization, row.State);
            Assert.False(string.IsNullOrWhiteSpace(row.Problem));
            Assert.Null((await AuthorizationAsync(app, id)).ProtectedTokens);
            await Assert.ThrowsAsync<NeedsReauthorizationException>(() => OpenAsync(app, id));
        }
    }

    [Fact]
    public async Task Get_AfterDisconnect_GivesNoTokenToRunningJobs()
    {
        var context = await OpenAsync(app, store);
        await context.Tokens.GetAsync(stop);

        await app.Services.GetRequiredService<ConnectStore>().DisconnectAsync(await app.SellerIdAsync(), store, stop);

        await Assert.ThrowsAsync<NeedsReauthorizationException>(async () => await context.Tokens.GetAsync(stop));
    }

    [Fact]
    public async Task Stored_Tokens_AreNowhereInTheClear()
    {
        var token = await (await OpenAsync(app, store)).Tokens.GetAsync(stop);

        foreach (var bytes in (await app.StoredAsync()).Values)
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(token)));
        }
    }

    [Fact]
    public async Task Stored_TokensCopiedToAnotherStore_CannotBeOpened()
    {
        var row = await AuthorizationAsync(app, store);
        var protector = app.Services.GetRequiredService<TokenProtector>();

        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => protector.Unprotect(row.ProtectedTokens!, row.SellerId, Guid.NewGuid()));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => protector.Unprotect(row.ProtectedTokens!, Guid.NewGuid(), row.Id));
    }

    // As time passes by: the stored end of the access token comes near, and nothing is held in memory.
    private async Task EndAccessAsync()
    {
        var row = await AuthorizationAsync(app, store);
        var protector = app.Services.GetRequiredService<TokenProtector>();
        var tokens = System.Text.Json.JsonSerializer.Deserialize<TokenSet>(protector.Unprotect(row.ProtectedTokens!, row.SellerId, row.Id))!;
        var ending = tokens with { AccessExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(30) };
        var secret = protector.Protect(System.Text.Json.JsonSerializer.Serialize(ending), row.SellerId, row.Id);
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        await db.Authorizations.IgnoreQueryFilters().Where(a => a.Id == row.Id).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.ProtectedTokens, secret).SetProperty(a => a.AccessExpiresAt, ending.AccessExpiresAt), stop);
        app.Services.GetRequiredService<TokenSources>().Of(store).Drop();
    }
}

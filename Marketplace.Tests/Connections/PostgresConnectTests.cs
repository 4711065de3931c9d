using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Tests.Connections.TestStore;

namespace Marketplace.Tests.Connections;

/// <summary>The life of a connection on the shared server, with two instances of the application.</summary>
public sealed class PostgresConnectTests
{
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Renew_TwoInstances_EndWithOneLivingStore()
    {
        await using var app = TestApp.Start(OnPostgres());
        var store = await ConnectAsync(app, "tiktok");
        var services = app.Services;
        var other = new TokenSources(services.GetRequiredService<TokenStore>(), services.GetRequiredService<PlatformCatalog>(), TimeProvider.System).Of(store);
        var refused = await (await OpenAsync(app, store)).Tokens.GetAsync(stop);

        var renewed = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? other.RenewAsync(refused, stop) : (await OpenAsync(app, store)).Tokens.RenewAsync(refused, stop)), stop)));

        Assert.DoesNotContain(refused, renewed);
        Assert.Equal(ConnectionState.Connected, (await RowAsync(app, store)).State);
        Assert.Null(await services.GetRequiredService<ConnectionHealth>().CheckAsync(store, CallPriority.Person, stop));
    }

    [Fact]
    public async Task Disconnect_ThenConnect_RevivesTheStore()
    {
        await using var app = TestApp.Start(OnPostgres());
        var store = await ConnectAsync(app);

        await app.Services.GetRequiredService<ConnectStore>().DisconnectAsync(await app.SellerIdAsync(), store, stop);

        Assert.Equal(ConnectionState.Disconnected, (await RowAsync(app, store)).State);
        Assert.Equal(store, await ConnectAsync(app));
        Assert.Equal(ConnectionState.Connected, (await RowAsync(app, store)).State);
    }

    [Fact]
    public async Task FirstAccount_TenAtOnce_OneGetsTheApplication()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>(OnPostgres()) { ["Demo:Enabled"] = "false" });

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<FirstAccount>().RegisterAsync($"owner{i}@marketplace.example", TestApp.Password, null, stop)).Succeeded;
        }));

        Assert.Single(results, succeeded => succeeded);
    }

    private static Dictionary<string, string?> OnPostgres() => new()
    {
        ["Database:Provider"] = "Postgres",
        ["Database:ConnectionString"] = TestPostgres.NewDatabase(),
    };
}

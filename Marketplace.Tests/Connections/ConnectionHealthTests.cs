using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Tests.Connections.TestStore;

namespace Marketplace.Tests.Connections;

public sealed class ConnectionHealthTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> FewRetries = new() { ["Platforms:Http:MaxRetries"] = "1" };
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;
    private TestApp app = null!;

    public ValueTask InitializeAsync()
    {
        app = TestApp.Start(FewRetries);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Check_MarketplaceFails_IsNotedAndForgottenWhenItAnswers()
    {
        foreach (var marketplace in Marketplaces(app))
        {
            var store = await ConnectAsync(app, marketplace);
            app.Faults.Arm(marketplace, null, FaultKind.Error, null, 60);

            Assert.NotNull(await CheckAsync(store));
            var failing = await RowAsync(app, store);
            Assert.Equal(ConnectionState.Connected, failing.State);
            Assert.False(string.IsNullOrWhiteSpace(failing.Problem));

            app.Faults.Clear();
            Assert.Null(await CheckAsync(store));
            Assert.Null((await RowAsync(app, store)).Problem);
        }
    }

    [Theory]
    [InlineData("amazon", 61, false)]
    [InlineData("amazon", 59, true)]
    [InlineData("ebay", 59, false)]
    [InlineData("ebay", 13, true)]
    public async Task Check_ConsentThatEnds_IsWarnedOfInTimeWhileTheStoreGoesOn(string marketplace, int days, bool warned)
    {
        var store = await ConnectAsync(app, marketplace);
        var end = TimeProvider.System.GetUtcNow().AddDays(days);
        await using (var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine())
        {
            await db.Authorizations.IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(a => a.RefreshExpiresAt, end), stop);
        }

        Assert.Null(await CheckAsync(store));

        var row = await RowAsync(app, store);
        Assert.Equal((ConnectionState.Connected, warned), (row.State, row.Problem is not null));
        if (warned)
        {
            Assert.Contains(end.UtcDateTime.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture), row.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_ExpiredAccessToken_IsRenewedUnseen()
    {
        foreach (var marketplace in Marketplaces(app))
        {
            var store = await ConnectAsync(app, marketplace);
            app.Faults.Arm(marketplace, null, FaultKind.ExpiredToken, 1, null);

            Assert.Null(await CheckAsync(store));

            Assert.Equal(ConnectionState.Connected, (await RowAsync(app, store)).State);
        }
    }

    [Fact]
    public async Task Check_ConsentRevoked_TurnsTheStore()
    {
        foreach (var marketplace in Marketplaces(app))
        {
            var store = await ConnectAsync(app, marketplace);
            app.Marketplace(marketplace).Revoke();

            var problem = await CheckAsync(store);

            var row = await RowAsync(app, store);
            Assert.Equal(ConnectionState.NeedsReauthorization, row.State);
            Assert.Equal(problem, row.Problem);
        }
    }

    private Task<string?> CheckAsync(Guid store) => app.Services.GetRequiredService<ConnectionHealth>().CheckAsync(store, CallPriority.Person, stop);
}

using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Web.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Connections;

/// <summary>An application with one connected store, for tests of what happens to it afterwards.</summary>
internal static class TestStore
{
    /// <summary>
    /// Connects the demo account's store on a marketplace, on the first one by default. Returns when its subscriptions were asked for, so
    /// that their calls do not come between what a test counts.
    /// </summary>
    public static async Task<Guid> ConnectAsync(TestApp app, string? marketplace = null)
    {
        var stores = await app.Services.GetRequiredService<DemoStores>().ConnectAsync(
            await app.SellerIdAsync(), marketplace ?? Marketplaces(app)[0], app.Address, TestContext.Current.CancellationToken);
        await EventuallyAsync(() => RowAsync(app, stores[0]), row => row.Notifications != NotificationState.Unasked);
        return stores[0];
    }

    /// <summary>Keys of all marketplaces.</summary>
    public static IReadOnlyList<string> Marketplaces(TestApp app) => [.. app.Services.GetRequiredService<PlatformCatalog>().All.Select(p => p.Key.Value)];

    /// <summary>The store's row.</summary>
    public static async Task<Connection> RowAsync(TestApp app, Guid id)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.Connections.IgnoreQueryFilters().AsNoTracking().SingleAsync(c => c.Id == id);
    }

    /// <summary>The authorisation that the store lives by.</summary>
    public static async Task<StoreAuthorization> AuthorizationAsync(TestApp app, Guid id)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        var authorization = db.Connections.IgnoreQueryFilters().Where(c => c.Id == id).Select(c => c.AuthorizationId);
        return await db.Authorizations.IgnoreQueryFilters().AsNoTracking().SingleAsync(a => authorization.Contains(a.Id));
    }

    /// <summary>The store's context.</summary>
    public static Task<ConnectionContext> OpenAsync(TestApp app, Guid id) =>
        app.Services.GetRequiredService<IConnectionContexts>().OpenAsync(id, CallPriority.Job, TestContext.Current.CancellationToken);

    /// <summary>Calls of token endpoints that were answered with success, connecting included.</summary>
    public static int TokenCalls(TestApp app) =>
        app.Calls.Calls.Count(c => c.Status == 200 && c.Operation.Contains("token", StringComparison.OrdinalIgnoreCase));

    /// <summary>Waits until something holds.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> holds)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (holds(value))
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20), $"It is still {value} after 20 s.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}

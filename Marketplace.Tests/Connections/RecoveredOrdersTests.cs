using Marketplace.Core.Data;
using Marketplace.Core.Sync;
using Marketplace.Web.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Tests.Connections.TestStore;

namespace Marketplace.Tests.Connections;

/// <summary>What was sold while a store was not connected comes in, and is counted.</summary>
public sealed class RecoveredOrdersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task Reconnect_AfterAPause_FetchesAndCountsWhatWasMissed(string marketplace)
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Sandbox:Listings"] = "8",
            ["Sandbox:Orders"] = "2",
            ["Sandbox:Notifications:LostPercent"] = "100",
        });
        var store = await ConnectAsync(app, marketplace);
        await Eventually.TrueAsync(async () => await OrdersAsync(app, store) == 2 && await IsQuietAsync(app, store), seconds: 60);
        app.Marketplace(marketplace).Revoke();
        app.Marketplace(marketplace).CreateOrders(3, null, 1);

        await app.Services.GetRequiredService<DemoStores>().ConnectAsync(await app.SellerIdAsync(), marketplace, app.Address, Cancel);

        await Eventually.TrueAsync(async () => (await RunAsync(app, store))?.State == SyncRunState.Succeeded, seconds: 60);
        Assert.Equal("3 missed orders recovered.", (await RunAsync(app, store))!.Message);
        Assert.Equal(5, await OrdersAsync(app, store));
    }

    private static async Task<SyncRun?> RunAsync(TestApp app, Guid store)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.SyncRuns.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(r => r.ConnectionId == store && r.Trigger == SyncWork.Reconnected, Cancel);
    }

    private static async Task<bool> IsQuietAsync(TestApp app, Guid store)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.SyncCursors.IgnoreQueryFilters().AnyAsync(c => c.ConnectionId == store && c.Job == SyncJob.Orders, Cancel)
            && !await db.SyncRuns.IgnoreQueryFilters().AnyAsync(r => r.ConnectionId == store && (r.State == SyncRunState.Running || r.State == SyncRunState.Queued), Cancel);
    }

    private static async Task<int> OrdersAsync(TestApp app, Guid store)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.Orders.IgnoreQueryFilters().CountAsync(o => o.ConnectionId == store, Cancel);
    }
}

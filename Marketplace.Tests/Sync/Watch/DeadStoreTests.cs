using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Sync.Watch;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sync.Watch;

/// <summary>From a consent that was withdrawn to the alert, by the clock.</summary>
public sealed class DeadStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task Store_WhoseConsentDies_IsMarkedAndToldWithinTwoMinutes(string marketplace)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "0", ["Sandbox:Listings"] = "3" }, time: clock);
        var store = await TestStore.ConnectAsync(app, marketplace);
        var seller = await app.SellerIdAsync();
        app.Marketplace(marketplace).Revoke();
        var died = clock.GetUtcNow();

        // Each step is waited for, so that only the application's own clock counts.
        clock.Advance(TimeSpan.FromSeconds(60));
        clock.Advance(TimeSpan.FromSeconds(50));
        await Eventually.TrueAsync(async () => (await TestStore.RowAsync(app, store)).State == ConnectionState.NeedsReauthorization);
        clock.Advance(TimeSpan.FromSeconds(9));
        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
            return await db.Alerts.AnyAsync(a => a.Kind == AlertKinds.StoreDead && a.OpenKey != null, Cancel);
        });

        Assert.True(clock.GetUtcNow() - died < TimeSpan.FromMinutes(2));
    }
}

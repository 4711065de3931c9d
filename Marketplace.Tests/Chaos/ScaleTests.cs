using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Sync;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Chaos;

/// <summary>
/// A large store read for the first time, at the marketplaces' real limits raised a hundredfold on both sides alike. Small by
/// default; <c>MARKETPLACE_VOLUME=1</c> takes 20,000 listings and 10,000 orders of each marketplace.
/// </summary>
public sealed class ScaleTests(ITestOutputHelper output)
{
    private const string Flag = "MARKETPLACE_VOLUME";
    private const int TooMany = 429;
    private static readonly TimeSpan Learning = TimeSpan.FromMinutes(1);
    private static readonly JsonSerializerOptions AnyCase = new(JsonSerializerDefaults.Web);

    private static bool IsFull => Environment.GetEnvironmentVariable(Flag) == "1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task Import_OfALargeStore_IsCompleteExactAndWithinTheLimits(string marketplace)
    {
        var (listings, orders) = IsFull ? (20_000, 10_000) : (150, 120);
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Sandbox:Listings"] = $"{listings}",
            ["Sandbox:Orders"] = $"{orders}",
            ["Sandbox:RateFactor"] = "100",
            ["Sandbox:EnforceLimits"] = "true",
        });
        var seller = await app.SellerIdAsync();
        var store = await TestStore.ConnectAsync(app, marketplace);
        var begun = TimeProvider.System.GetUtcNow();

        await app.Services.GetRequiredService<SyncStarter>().StartForConnectionAsync(seller, store, SyncJob.Products, "connect", Cancel);
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
                return await db.SyncCursors.AnyAsync(c => c.Job == SyncJob.Orders, Cancel) && !await db.SyncRuns.AnyAsync(r => r.FinishedAt == null, Cancel);
            },
            seconds: IsFull ? 3_000 : 120);

        output.WriteLine($"{marketplace}: {TimeProvider.System.GetUtcNow() - begun}, {app.Calls.Counts.Values.Sum()} calls");
        await AssertCompleteAsync(app, seller, listings, orders);
        await AssertExactAsync(app, seller);
        Assert.DoesNotContain(app.Calls.Calls, call => call.Status == TooMany && call.Time > begun + Learning);
        Assert.True(app.Calls.Calls.Count(call => call.Status == TooMany) <= 3, "More refusals than it takes to learn a limit.");
    }

    private static async Task AssertCompleteAsync(TestApp app, Guid seller, int listings, int orders)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        Assert.Equal((listings, listings), (await db.Listings.CountAsync(Cancel), await db.Listings.Select(l => l.ExternalId).Distinct().CountAsync(Cancel)));
        Assert.Equal((orders, orders), (await db.Orders.CountAsync(Cancel), await db.Orders.Select(o => o.ExternalId).Distinct().CountAsync(Cancel)));
        Assert.False(await db.OrderDefects.AnyAsync(Cancel));
        Assert.All(await db.SyncRuns.AsNoTracking().ToListAsync(Cancel), run => Assert.Equal((SyncRunState.Succeeded, 0), (run.State, run.Failed)));
    }

    // What is held for orders was taken off the marketplace's number, so both together are what the shed holds.
    private static async Task AssertExactAsync(TestApp app, Guid seller)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        var stock = await (
            from listing in db.Listings
            join level in db.StockLevels on listing.VariantId equals (Guid?)level.VariantId
            where !listing.FulfilledByMarketplace && listing.Sku != null && level.BaselineAt != null
            orderby listing.Id
            select new { listing.Marketplace, listing.Sku, level.Available }).Take(2_000).ToListAsync(Cancel);
        Assert.NotEmpty(stock);
        var wrong =
            from item in stock
            let shown = JsonSerializer.SerializeToElement(app.Marketplace(item.Marketplace).DescribeListing(item.Sku!), AnyCase).GetProperty("quantity").GetInt32()
            where shown != item.Available
            select $"{item.Sku} shows {shown}, available {item.Available}";
        Assert.Empty(wrong.Take(20));
    }
}

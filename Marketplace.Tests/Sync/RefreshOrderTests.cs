using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Sync;

/// <summary>Orders that notifications hint at.</summary>
public sealed class RefreshOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_Burst_IsReadTogetherAndLeavesNothingBehind()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var ids = Enumerable.Range(0, 120).Select(i => $"burst-{i}").ToList();
        ids.ForEach(id => stores.Bazaar.ById[id] = stores.BazaarShop.Order(id, "A"));
        await AskAsync(stores, [.. ids, "unknown"]);

        await stores.Test.RunWorkAsync();

        await using var db = stores.Test.Open();
        Assert.Equal(ids.Count, await db.Orders.CountAsync(o => ids.Contains(o.ExternalId), Cancel));
        Assert.False(await db.WorkItems.AnyAsync(w => w.Kind == WorkKinds.RefreshOrder, Cancel));
    }

    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task GetMany_OrdersOfAStore_AreThoseThatAreReadOneByOne(string marketplace)
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "12" });
        var connection = await TestStore.OpenAsync(app, await TestStore.ConnectAsync(app, marketplace));
        var feed = app.Services.GetRequiredService<PlatformCatalog>().Get(connection.Marketplace).Orders!;
        var ids = new List<string>();
        await foreach (var page in feed.ListAsync(connection, null, Cancel))
        {
            ids.AddRange(page.Items.Select(o => o.ExternalId));
        }

        var many = await feed.GetManyAsync(connection, ids, Cancel);

        Assert.Equal(ids.Order(StringComparer.Ordinal), many.Select(o => o.ExternalId).Order(StringComparer.Ordinal));
        var alone = (await feed.GetAsync(connection, ids[0], Cancel))!;
        var together = many.Single(o => o.ExternalId == ids[0]);
        Assert.Equal((alone.Status, alone.UpdatedAt, alone.Lines.Count, alone.Total), (together.Status, together.UpdatedAt, together.Lines.Count, together.Total));
    }

    private static async Task AskAsync(TwoStores stores, IEnumerable<string> ids)
    {
        await using var db = stores.Test.Open();
        foreach (var id in ids)
        {
            await stores.Test.Get<WorkQueue>().EnqueueAsync(
                db, stores.Test.SellerId, stores.BazaarShop.Store.ConnectionId, WorkKinds.RefreshOrder, id, cancellationToken: Cancel);
        }

        await db.SaveChangesAsync(Cancel);
    }
}

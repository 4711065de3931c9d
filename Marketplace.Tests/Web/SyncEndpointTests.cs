using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Tests.Connections;

namespace Marketplace.Tests.Web;

public sealed class SyncEndpointTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        client = await app.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Theory]
    [InlineData("products")]
    [InlineData("inventory")]
    [InlineData("orders")]
    public async Task Sync_ConnectedStore_RunsToItsEnd(string job)
    {
        var store = await TestStore.ConnectAsync(app);

        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/sync/{job}", new { platform = TestStore.Marketplaces(app)[0].ToUpperInvariant() });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runs")[0].GetGuid();
        var last = await TestStore.EventuallyAsync(() => LastAsync(store, job), last => last.ValueKind == JsonValueKind.Object && last.GetProperty("id").GetGuid() == run);
        Assert.Equal("Succeeded", last.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Sync_WithoutBody_MeansAllStores()
    {
        foreach (var marketplace in TestStore.Marketplaces(app))
        {
            await TestStore.ConnectAsync(app, marketplace);
        }

        using var answer = await client.PostAsync("/api/v1/platforms/sync/orders", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(TestStore.Marketplaces(app).Count, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public async Task Sync_UnknownMarketplace_Is404()
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/platforms/sync/orders", new { platform = "walmart" });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Reconnect_StoreThatWasAway_ReadsTheOrdersOfTheGap()
    {
        var store = await TestStore.ConnectAsync(app);
        await TestStore.EventuallyAsync(() => LastAsync(store, "orders"), last => last.ValueKind == JsonValueKind.Object);
        using (await client.DeleteAsync($"/api/v1/platforms/connections/{store}"))
        {
            var sold = app.Marketplace(TestStore.Marketplaces(app)[0]).CreateOrders(2, null, 1);
            await TestStore.ConnectAsync(app);

            var found = await TestStore.EventuallyAsync(
                async () => (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/orders/pending?pageSize=500")).GetProperty("orders")
                    .EnumerateArray().Select(o => o.GetProperty("externalId").GetString()!).ToHashSet(),
                ids => sold.All(ids.Contains));
            Assert.Superset(sold.ToHashSet(), found);
        }
    }

    private async Task<JsonElement> LastAsync(Guid store, string job)
    {
        var status = await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/sync/status");
        return status.GetProperty("jobs").EnumerateArray()
            .Single(j => j.GetProperty("connectionId").GetGuid() == store && string.Equals(j.GetProperty("job").GetString(), job, StringComparison.OrdinalIgnoreCase))
            .GetProperty("last").Clone();
    }
}

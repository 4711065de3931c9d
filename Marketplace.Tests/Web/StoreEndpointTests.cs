using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>One store by its marketplace's key or its id, its settings, lists by cursor, and files.</summary>
public sealed class StoreEndpointTests : IAsyncLifetime
{
    private const string Platforms = "/api/v1/platforms";
    private TestApp app = null!;
    private HttpClient client = null!;
    private Guid store;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        client = await app.SignInAsync();
        store = await ConnectFlow.ConnectAsync(app, client, "tiktok");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Store_ByKeyOrId_IsFound()
    {
        foreach (var address in new[] { "tiktok", "TikTok", store.ToString(), $"tiktok?connectionId={store}" })
        {
            var (path, query) = address.Split('?') is [var key, var rest] ? (key, $"?{rest}") : (address, "");
            var found = await client.GetFromJsonAsync<JsonElement>($"{Platforms}/connections/{path}{query}");
            Assert.Equal(store, found.GetProperty("id").GetGuid());
        }
    }

    [Fact]
    public async Task Store_KeyOfSeveral_Is409ThatListsThem()
    {
        var second = await AddStoreAsync();

        using var answer = await client.GetAsync($"{Platforms}/connections/tiktok");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("ambiguous-store", problem.GetProperty("code").GetString());
        Assert.Equal(new[] { store, second }.Order(), problem.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("connectionId").GetGuid()).Order());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{Platforms}/connections/tiktok?connectionId={second}")).StatusCode);
    }

    [Fact]
    public async Task Settings_ChangedMeanwhile_Are412AndStay()
    {
        using var read = await client.GetAsync($"{Platforms}/connections/tiktok/settings");
        var tag = read.Headers.ETag!;
        using var first = await SaveAsync(tag.Tag, 30);
        using var second = await SaveAsync(tag.Tag, 45);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Equal("changed-meanwhile", await ConnectFlow.CodeAsync(second));
        var jobs = (await client.GetFromJsonAsync<JsonElement>($"{Platforms}/connections/tiktok/settings")).GetProperty("jobs");
        Assert.Equal(30, jobs.EnumerateArray().Single(j => j.GetProperty("job").GetString() == "Orders").GetProperty("everyMinutes").GetInt32());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Platforms}/connections/tiktok/settings") { Headers = { { "If-None-Match", first.Headers.ETag!.Tag } } };
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Disconnect_ByKey_GivesTheStoreUp()
    {
        using var answer = await client.DeleteAsync($"{Platforms}/connections/tiktok");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("Disconnected", (await ConnectFlow.ConnectionAsync(client, store)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Sync_OfOneStore_AnswersWhereItsRunTells()
    {
        using var answer = await client.PostAsJsonAsync($"{Platforms}/sync/orders", new { connectionId = store });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = await client.GetFromJsonAsync<JsonElement>(answer.Headers.Location);
        Assert.Contains(run.GetProperty("state").GetString(), new[] { "Queued", "Running", "Succeeded" });
    }

    [Theory]
    [InlineData("Placed", false)]
    [InlineData("Placed", true)]
    [InlineData("Total", true)]
    [InlineData("Items", false)]
    [InlineData("ShipBy", true)]
    public async Task Orders_ByCursor_ComeOnceEachInOrder(string sort, bool descending)
    {
        app.Marketplace("tiktok").CreateOrders(7, null, 1);
        await client.PostAsJsonAsync($"{Platforms}/sync/orders", new { platform = "tiktok" });
        await Eventually.TrueAsync(async () => (await AllAsync("orders?pageSize=100", "orders")).Count >= 7);

        // Orders of all stores may still come in, and show in the second list alone.
        await Eventually.TrueAsync(async () =>
        {
            var all = await AllAsync($"orders?pageSize=500&sort={sort}&descending={descending}", "orders");
            var byTwo = await AllAsync($"orders?pageSize=2&sort={sort}&descending={descending}", "orders");
            return all.SequenceEqual(byTwo);
        });
    }

    [Theory]
    [InlineData("products")]
    [InlineData("listings")]
    public async Task Catalogue_ByCursor_ComesOnceEach(string list)
    {
        await Eventually.TrueAsync(async () => (await AllAsync($"{list}?pageSize=200", list)).Count > 3);

        var all = await AllAsync($"{list}?pageSize=200", list);
        var byThree = await AllAsync($"{list}?pageSize=3", list);

        Assert.Superset(all.ToHashSet(), byThree.ToHashSet());
        Assert.Equal(byThree.Count, byThree.Distinct().Count());
    }

    [Fact]
    public async Task Cursor_Forged_IsABadRequestThatNamesIt()
    {
        using var answer = await client.GetAsync($"{Platforms}/orders?cursor=nonsense");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("cursor", out _));
    }

    [Fact]
    public async Task File_Uploaded_IsJudgedAndItsRowsTold()
    {
        using var file = new StringContent("Order ID,Tracking Number,Carrier\nno-such-order,9400111108065400000000,USPS\n", System.Text.Encoding.UTF8, "text/csv");
        using var answer = await client.PostAsync($"{Platforms}/fulfillment/files?fileName=tracking.csv", file);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.TrueAsync(async () => (await client.GetFromJsonAsync<JsonElement>(answer.Headers.Location)).GetProperty("state").GetString() == "Judged");

        var rows = await client.GetFromJsonAsync<JsonElement>($"{answer.Headers.Location}/rows");
        using var sent = await client.PostAsync($"{answer.Headers.Location}/send", null);
        using var results = await client.GetAsync($"{answer.Headers.Location}/results");

        Assert.Equal("Refused", rows.GetProperty("rows")[0].GetProperty("verdict").GetString());
        Assert.Equal(HttpStatusCode.Conflict, sent.StatusCode);
        Assert.Equal("PK", System.Text.Encoding.ASCII.GetString((await results.Content.ReadAsByteArrayAsync())[..2]));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(answer.Headers.Location)).StatusCode);
    }

    private Task<HttpResponseMessage> SaveAsync(string tag, int minutes) => client.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"{Platforms}/connections/tiktok/settings")
    {
        Content = JsonContent.Create(new { jobs = new[] { new { job = "Orders", everyMinutes = minutes, paused = false } } }),
        Headers = { { "If-Match", tag } },
    });

    private async Task<List<Guid>> AllAsync(string path, string list)
    {
        var ids = new List<Guid>();
        for (string? cursor = "", next = ""; cursor is not null; cursor = next)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"{Platforms}/{path}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            ids.AddRange(page.GetProperty(list).EnumerateArray().Select(row => row.GetProperty("id").GetGuid()));
            next = page.GetProperty("nextCursor").GetString();
        }

        return ids;
    }

    private async Task<Guid> AddStoreAsync()
    {
        var seller = await app.SellerIdAsync();
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        var added = new Connection
        {
            Marketplace = "tiktok",
            ExternalAccountId = "second",
            StoreName = "Second",
            Region = "US",
            State = ConnectionState.Connected,
            ConnectedAt = TimeProvider.System.GetUtcNow(),
        };
        db.Connections.Add(added);
        await db.SaveChangesAsync();
        return added.Id;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Tests.Connections;

namespace Marketplace.Tests.Web;

public sealed class OrderEndpointTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "7" });
        client = await app.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Connect_EachMarketplace_BringsItsOrdersByItself()
    {
        foreach (var marketplace in TestStore.Marketplaces(app))
        {
            await TestStore.ConnectAsync(app, marketplace);

            var page = await PendingAsync($"?platform={marketplace}", page => page.GetProperty("total").GetInt32() > 0);

            Assert.All(page.GetProperty("orders").EnumerateArray(), o => Assert.Equal(marketplace, o.GetProperty("platform").GetString()));
        }
    }

    [Fact]
    public async Task Pending_Pages_GoByUrgencyAndMissNothing()
    {
        await TestStore.ConnectAsync(app);
        var total = (await PendingAsync("?pageSize=3", page => page.GetProperty("total").GetInt32() >= 5)).GetProperty("total").GetInt32();

        var read = new List<JsonElement>();
        for (var number = 1; read.Count < total; number++)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/orders/pending?page={number}&pageSize=3");
            Assert.NotEqual(0, page.GetProperty("orders").GetArrayLength());
            read.AddRange(page.GetProperty("orders").EnumerateArray());
        }

        Assert.Equal(total, read.Select(o => o.GetProperty("id").GetGuid()).Distinct().Count());
        var times = read.Select(o => o.GetProperty("shipBy").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?pageSize=501")]
    [InlineData("?pageSize=many")]
    public async Task Pending_PageOutOfBounds_IsRefused(string query)
    {
        using var answer = await client.GetAsync("/api/v1/platforms/orders/pending" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Read_OwnOrder_HasLinesBuyerAndTimeline_AndAnotherSellersIs404()
    {
        await TestStore.ConnectAsync(app);
        var id = (await PendingAsync("", page => page.GetProperty("total").GetInt32() > 0)).GetProperty("orders")[0].GetProperty("id").GetGuid();
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");

        var order = await client.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/orders/{id}");
        using var foreign = await stranger.GetAsync($"/api/v1/platforms/orders/{id}");
        using var unknown = await client.GetAsync("/api/v1/platforms/orders/no-such-order");

        Assert.NotEqual(0, order.GetProperty("lines").GetArrayLength());
        Assert.NotEqual(0, order.GetProperty("timeline").GetArrayLength());
        Assert.Equal(JsonValueKind.Object, order.GetProperty("buyer").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", foreign.Content.Headers.ContentType?.MediaType);
    }

    private Task<JsonElement> PendingAsync(string query, Func<JsonElement, bool> holds) =>
        TestStore.EventuallyAsync(() => client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/orders/pending" + query), holds);
}

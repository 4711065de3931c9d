using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

public sealed class ShipEndpointTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient client = null!;
    private Order order = null!;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        client = await app.SignInAsync();
        order = await AddOrderAsync(await TestStore.RowAsync(app, await TestStore.ConnectAsync(app, "tiktok")));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Fulfill_OwnOrder_IsAcceptedAndStored()
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/fulfill", new { trackingNumber = "9400 1111 0806 5400 0000 00", carrier = "USPS" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(order.SellerId);
        Assert.Equal("9400111108065400000000", (await db.Shipments.SingleAsync(s => s.OrderId == order.Id)).TrackingNumber);
    }

    [Fact]
    public async Task Fulfill_AnotherSellersOrder_Is404AndStoresNothing()
    {
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");

        using var answer = await stranger.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/fulfill", new { trackingNumber = "9400111108065400000000", carrier = "USPS" });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        Assert.False(await db.Shipments.IgnoreQueryFilters().AnyAsync());
    }

    [Theory]
    [InlineData("01a20000-0000-7000-8000-000000000000")]
    [InlineData("no-such-order")]
    public async Task Fulfill_UnknownOrder_Is404(string id)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{id}/fulfill", new { trackingNumber = "9400111108065400000000", carrier = "USPS" });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Fulfill_TrackingNumberTooLong_IsRefusedInWords()
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/fulfill", new { trackingNumber = new string('1', 200), carrier = "USPS" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotEqual("", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Fulfill_NoTrackingNumber_NamesTheField()
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/fulfill", new { carrier = "USPS" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("trackingNumber", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task BulkFulfill_MixedRows_JudgesEachOne()
    {
        var rows = new object[]
        {
            new { orderId = order.Id, trackingNumber = "9400111108065400000000", carrier = "USPS" },
            new { orderId = "no-such-order", trackingNumber = "9400111108065400000001", carrier = "USPS" },
            new { orderId = order.Id, trackingNumber = "", carrier = "USPS" },
        };

        using var answer = await client.PostAsJsonAsync("/api/v1/platforms/orders/bulk-fulfill", new { orders = rows });

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, body.GetProperty("accepted").GetInt32());
        Assert.Equal(["Accepted", "UnknownOrder", "Refused"], body.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("outcome").GetString()));
        Assert.All(body.GetProperty("results").EnumerateArray(), r => Assert.NotEqual("", r.GetProperty("message").GetString()));
    }

    private async Task<Order> AddOrderAsync(Connection store)
    {
        var now = TimeProvider.System.GetUtcNow();
        var added = new Order
        {
            SellerId = store.SellerId,
            ConnectionId = store.Id,
            Marketplace = store.Marketplace,
            ExternalId = "576460752303423488",
            State = OrderState.ToShip,
            PlacedAt = now,
            RemoteUpdatedAt = now,
            ImportedAt = now,
            ShipBy = now.AddDays(2),
            Currency = "USD",
            TotalMinor = 1490,
            ItemCount = 1,
        };
        added.Lines.Add(new OrderLine { SellerId = store.SellerId, ExternalId = "1", Sku = "EMUG-1000", Title = "Enamel Mug", Quantity = 1 });
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(store.SellerId);
        db.Orders.Add(added);
        await db.SaveChangesAsync();
        return added;
    }
}

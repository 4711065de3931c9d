using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

public sealed class OrderViewEndpointTests : IAsyncLifetime
{
    private const string Views = "/api/v1/platforms/orders/views";
    private const string Customers = "/api/v1/platforms/customers";
    private TestApp app = null!;
    private HttpClient client = null!;
    private HttpClient stranger = null!;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        client = await app.SignInAsync();
        await app.AddSellerAsync("other@marketplace.example");
        stranger = await app.SignInAsync("other@marketplace.example");
        await SellAsync("12-34567-89012", "Mug", RemoteOrderStatus.ReadyToShip);
        await SellAsync("12-34567-89013", "Bowl", RemoteOrderStatus.Delivered);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        stranger.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Views_SavedChangedAndDeleted_AreTheSellersAlone()
    {
        using var made = await client.PostAsJsonAsync(Views, new { name = "Bowls", filter = new { tab = "All", search = "bowl" }, columns = new[] { "Total", "Store" } });
        var view = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var address = $"{Views}/{view.GetProperty("id").GetGuid()}";
        await client.PostAsJsonAsync(Views, new { name = "Rest" });

        var orders = await client.GetFromJsonAsync<JsonElement>($"{address}/orders");
        Assert.Equal(["12-34567-89013"], orders.GetProperty("orders").EnumerateArray().Select(o => o.GetProperty("externalId").GetString()));
        using var twice = await client.PostAsJsonAsync(Views, new { name = "BOWLS" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        using var moved = await client.PutAsJsonAsync(address, new { name = "Dishes", position = 1 });
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        var list = await client.GetFromJsonAsync<JsonElement>(Views);
        Assert.Equal(["Rest", "Dishes"], list.EnumerateArray().Select(v => v.GetProperty("name").GetString()));
        Assert.Equal("bowl", list[1].GetProperty("filter").GetProperty("search").GetString());

        Assert.Equal(0, (await stranger.GetFromJsonAsync<JsonElement>(Views)).GetArrayLength());
        foreach (var answer in new[] { await stranger.GetAsync($"{address}/orders"), await stranger.PutAsJsonAsync(address, new { name = "Mine" }), await stranger.DeleteAsync(address) })
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(address)).StatusCode);
        Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/orders/work")).GetProperty("dueToday").GetInt32());
    }

    [Fact]
    public async Task Customers_ReadAndErased_AreTheSellersAlone()
    {
        var customer = (await client.GetFromJsonAsync<JsonElement>($"{Customers}?search=12-34567-89013")).GetProperty("customers")[0];
        Assert.Equal(("Ann Lee", 2), (customer.GetProperty("name").GetString(), customer.GetProperty("orders").GetInt32()));
        var address = $"{Customers}/{customer.GetProperty("id").GetGuid()}";
        Assert.Equal(2, (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("orders").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{address}/erase", null)).StatusCode);

        // One order still waits for its parcel, and needs the address.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync($"{address}/erase", null)).StatusCode);
        await SellAsync("12-34567-89012", "Mug", RemoteOrderStatus.Shipped);
        using var erased = await client.PostAsync($"{address}/erase", null);

        Assert.Equal(2, (await erased.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("orders").GetInt32());
        var left = (await client.GetFromJsonAsync<JsonElement>(Customers)).GetProperty("customers")[0];
        Assert.Equal((JsonValueKind.Null, 2, true), (left.GetProperty("name").ValueKind, left.GetProperty("orders").GetInt32(), left.GetProperty("isErased").GetBoolean()));
    }

    [Fact]
    public async Task Downloads_OfThePage_NeedASessionAndHoldItsOrders_HoweverLongTheListOfIds()
    {
        using var nobody = app.Browser();
        using var session = await PagesSession.SignInAsync(app, TestApp.DemoEmail);
        var ids = string.Join(" ", Enumerable.Range(0, 500).Select(i => $"99-{i:00000}-00000").Prepend("12-34567-89013"));
        var query = $"?tab=all&columns=Items&q={Uri.EscapeDataString(ids)}";

        using var refused = await nobody.GetAsync($"/orders/export.csv{query}");
        using var csv = await session.GetAsync($"/orders/export.csv{query}");
        using var workbook = await session.GetAsync($"/orders/export.xlsx{query}");
        using var page = await session.GetAsync($"/orders{query}");

        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("Order ID,Marketplace,What,Items\r\n12-34567-89013,ebay,Bowl,1\r\n", await csv.Content.ReadAsStringAsync());
        Assert.True(csv.Headers.CacheControl?.NoStore);
        Assert.EndsWith(".csv", csv.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
        using var read = new ClosedXML.Excel.XLWorkbook(await workbook.Content.ReadAsStreamAsync());
        Assert.Equal(["12-34567-89013"], read.Worksheet(1).RowsUsed().Skip(1).Select(row => row.Cell(1).GetString()));
    }

    private async Task SellAsync(string id, string title, RemoteOrderStatus status)
    {
        var seller = await app.SellerIdAsync();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await app.Services.GetRequiredService<OrderImport>().ImportAsync(
            new StoreReference(seller, Store, "ebay", "eBay"),
            [
                new RemoteOrder
                {
                    ExternalId = id,
                    Status = status,
                    PlacedAt = now,
                    UpdatedAt = now,
                    ShipBy = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero).AddSeconds(-1),
                    Buyer = new RemoteBuyer { Name = "Ann Lee", UserId = "ann" },
                    Subtotal = new Money(100, "USD"),
                    Shipping = Money.Zero("USD"),
                    Tax = Money.Zero("USD"),
                    Total = new Money(100, "USD"),
                    Lines = [new RemoteOrderLine { ExternalId = "1", Title = title, Quantity = 1, UnitPrice = new Money(100, "USD") }],
                },
            ],
            [],
            TestContext.Current.CancellationToken);
    }

    private Guid Store { get; } = Guid.CreateVersion7();
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Orders;
using Marketplace.Core.Security;
using Marketplace.Tests.Connections;
using Marketplace.Tests.Platforms.Amazon;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>Cancelling, refunds, labels and parcels by the API, from the request to what the marketplace shows.</summary>
public sealed class AftercareEndpointTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start(AmazonLabelTests.Sender);
        client = await app.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Cancel_Order_IsAcceptedAndEndsCancelled()
    {
        var order = await OrderAsync("tiktok");

        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/cancel", new { reason = "OutOfStock" });
        using var again = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/cancel", new { reason = "OutOfStock" });

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity), (answer.StatusCode, again.StatusCode));
        Assert.Equal("application/problem+json", again.Content.Headers.ContentType?.MediaType);
        await Eventually.TrueAsync(async () => (await ActionsAsync(order)).GetProperty("cancellations")[0].GetProperty("state").GetString() == "Done");
        var details = await client.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/orders/{order.Id}");
        Assert.Equal("Cancelled", details.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("application/pdf", "application/pdf", null)]
    [InlineData("text/html", "application/octet-stream", "attachment")]
    public async Task Paper_OfALabel_IsShownOnlyAsWhatRunsNothing(string called, string answered, string? disposition)
    {
        var order = await OrderAsync("tiktok");
        var label = new ShippingLabel { OrderId = order.Id, ConnectionId = order.ConnectionId, CreatedAt = DateTimeOffset.UnixEpoch, MediaType = called };
        await using (var db = app.Services.GetRequiredService<MarketplaceDb>().Open(order.SellerId))
        {
            db.AddRange(label, new LabelPaper { LabelId = label.Id, Content = app.Services.GetRequiredService<PersonalDataProtector>().Protect("<script>"u8.ToArray()) });
            await db.SaveChangesAsync();
        }

        using var answer = await client.GetAsync($"/api/v1/platforms/labels/{label.Id}/document");

        Assert.Equal((HttpStatusCode.OK, answered), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(disposition, answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Actions_OfAnotherSellersOrder_Are404OnEveryRoute()
    {
        var order = await OrderAsync("tiktok");
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");
        (string Path, object Body)[] posts =
        [
            ("cancel", new { reason = "OutOfStock" }), ("cancellation-request", new { accept = true }), ("refunds", new { reason = "Returned" }), ("labels/offers", new { }), ("labels", new { }),
        ];

        foreach (var (path, body) in posts)
        {
            using var answer = await stranger.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/{path}", body);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} answered {(int)answer.StatusCode}");
        }

        using var read = await stranger.GetAsync(new Uri($"/api/v1/platforms/orders/{order.Id}/actions", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }

    [Fact]
    public async Task Refund_WhereTheMarketplaceTakesNone_SaysSo()
    {
        var order = await OrderAsync("amazon");

        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/refunds", new { reason = "Returned", amountMinor = 100 });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            (await ActionsAsync(order)).GetProperty("refundObstacle").GetString(), (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Refund_OfAnEbayOrder_IsPaid()
    {
        var order = await OrderAsync("ebay");

        using var answer = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/refunds", new { reason = "Adjustment", amountMinor = 100, comment = "Sorry for the wait" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.TrueAsync(async () => (await ActionsAsync(order)).GetProperty("refunds")[0].GetProperty("state").GetString() is "Done" or "Sent");
        Assert.Equal(order.TotalMinor - 100, (await ActionsAsync(order)).GetProperty("refundLeft").GetProperty("minor").GetInt64());
    }

    [Fact]
    public async Task Label_OfAmazon_IsOfferedBoughtPrintedAndGivenBack()
    {
        var order = await OrderAsync("amazon");
        var size = new { weightGrams = 750, lengthMillimetres = 200, widthMillimetres = 150, heightMillimetres = 100 };

        using var offered = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/labels/offers", size);
        var offer = (await offered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("offers")[0];
        using var bought = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/labels", new { size, offerId = offer.GetProperty("id").GetString() });
        var label = (await bought.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("actionId").GetString();
        await Eventually.TrueAsync(async () => (await ActionsAsync(order)).GetProperty("labels")[0].GetProperty("isStored").GetBoolean());

        var paper = await client.GetByteArrayAsync(new Uri($"/api/v1/platforms/labels/{label}/document", UriKind.Relative));
        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(paper), StringComparison.Ordinal);
        using var merged = await client.PostAsJsonAsync("/api/v1/platforms/labels/document", new { orderIds = new[] { order.Id } });
        Assert.Equal("application/pdf", merged.Content.Headers.ContentType?.MediaType);
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");
        using var stolen = await stranger.GetAsync(new Uri($"/api/v1/platforms/labels/{label}/document", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, stolen.StatusCode);

        using var given = await client.DeleteAsync(new Uri($"/api/v1/platforms/labels/{label}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, given.StatusCode);
        await Eventually.TrueAsync(async () => (await ActionsAsync(order)).GetProperty("labels")[0].GetProperty("state").GetString() == "Undone");
    }

    [Fact]
    public async Task ChangeTracking_OfAConfirmedParcel_IsDoneWhenTheMarketplaceShowsIt()
    {
        var order = await OrderAsync("amazon");
        using var shipped = await client.PostAsJsonAsync($"/api/v1/platforms/orders/{order.Id}/fulfill", new { trackingNumber = "9400100000000000000013", carrier = "USPS" });
        var parcel = (await shipped.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("shipmentId").GetString();
        var address = $"/api/v1/platforms/shipments/{parcel}";
        await Eventually.TrueAsync(async () => (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("state").GetString() == "Confirmed", seconds: 60);

        using var empty = await client.PostAsJsonAsync($"{address}/tracking", new { trackingNumber = "" });
        using var unknown = await client.PostAsJsonAsync($"/api/v1/platforms/shipments/{Guid.NewGuid()}/tracking", new { trackingNumber = "9400100000000000000020" });
        using var taken = await client.PostAsJsonAsync($"{address}/tracking", new { trackingNumber = "9400 1000 0000 0000 0000 20" });

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.False(empty.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        await Eventually.TrueAsync(async () => (await ActionsAsync(order)).GetProperty("trackingChanges")[0].GetProperty("state").GetString() == "Done", seconds: 60);
        Assert.Equal("9400100000000000000020", (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("trackingNumber").GetString());
    }

    [Fact]
    public async Task Parcels_SuggestionsAndRetries_AnswerForTheSellerAlone()
    {
        var suggestions = await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/parcels/suggestions");
        Assert.Equal(0, suggestions.GetProperty("suggestions").GetArrayLength());
        using var lone = await client.PostAsJsonAsync("/api/v1/platforms/parcels", new { orderIds = new[] { Guid.NewGuid(), Guid.NewGuid() } });
        Assert.Equal(HttpStatusCode.NotFound, lone.StatusCode);
        using var retry = await client.PostAsJsonAsync("/api/v1/platforms/shipments/retry", new { shipments = new[] { new { shipmentId = Guid.NewGuid() } } });
        Assert.Equal("UnknownOrder", (await retry.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0].GetProperty("outcome").GetString());
    }

    private Task<JsonElement> ActionsAsync(Order order) => client.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/orders/{order.Id}/actions");

    private async Task<Order> OrderAsync(string marketplace)
    {
        var store = await TestStore.RowAsync(app, await TestStore.ConnectAsync(app, marketplace));
        var id = app.Marketplace(marketplace).CreateOrders(1, null, 1)[0];
        Order? found = null;
        using var run = await client.PostAsync(new Uri("/api/v1/platforms/sync/orders", UriKind.Relative), null);
        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(store.SellerId);
            return (found = await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.ExternalId == id)) is not null;
        });
        return found!;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Sync;
using Marketplace.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>Returns by the API: what a buyer asks on the marketplace is answered here, and what came back is sold again.</summary>
public sealed class ReturnEndpointTests
{
    private const string Api = "/api/v1/platforms";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Return_AskedOnTheMarketplace_IsReadAnsweredAndItsGoodsTakenBack()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();
        var store = await TestStore.ConnectAsync(app, "tiktok");
        var id = Assert.Single(app.Marketplace("tiktok").CreateOrders(1, null, 2));
        await ReadOrdersAsync(app, store);
        async Task<JsonElement> FoundAsync() => (await client.GetFromJsonAsync<JsonElement>($"{Api}/orders?search={id}", Cancel)).GetProperty("orders");
        await Eventually.TrueAsync(async () => (await FoundAsync()).GetArrayLength() == 1, seconds: 60);
        var order = (await FoundAsync())[0].GetProperty("id").GetGuid();
        using var shipped = await client.PostAsJsonAsync($"{Api}/orders/{order}/fulfill", new { trackingNumber = "9400100000000000000013", carrier = "USPS" }, Cancel);
        Assert.True(shipped.IsSuccessStatusCode, await shipped.Content.ReadAsStringAsync(Cancel));
        await Eventually.TrueAsync(async () => (await client.GetFromJsonAsync<JsonElement>($"{Api}/orders/{order}", Cancel)).GetProperty("state").GetString() == "Shipped", seconds: 60);

        Assert.NotNull(app.Marketplace("tiktok").AskForReturn(id, sendsBack: true));
        await ReadOrdersAsync(app, store);
        await Eventually.TrueAsync(async () => (await client.GetFromJsonAsync<JsonElement>($"{Api}/returns", Cancel)).GetArrayLength() == 1, seconds: 60);
        var asked = (await client.GetFromJsonAsync<JsonElement>($"{Api}/orders/{order}/returns", Cancel))[0];
        Assert.Equal(("Return", "Requested", "Return", 2), (Text(asked, "wish"), Text(asked, "status"), Text(asked, "question"), asked.GetProperty("items").GetInt32()));
        var reasons = await client.GetFromJsonAsync<JsonElement>($"{Api}/returns/{Text(asked, "id")}/refusal-reasons", Cancel);
        Assert.NotEqual(0, reasons.GetArrayLength());

        using var refused = await client.PostAsJsonAsync($"{Api}/returns/{Text(asked, "id")}/answer", new { accept = false }, Cancel);
        using var taken = await client.PostAsJsonAsync($"{Api}/returns/{Text(asked, "id")}/answer", new { accept = true }, Cancel);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Accepted), (refused.StatusCode, taken.StatusCode));
        await Eventually.TrueAsync(async () => Text((await client.GetFromJsonAsync<JsonElement>($"{Api}/orders/{order}/returns", Cancel))[0], "status") == "AwaitingGoods", seconds: 60);

        var line = (await client.GetFromJsonAsync<JsonElement>($"{Api}/orders/{order}/returned-goods", Cancel)).GetProperty("lines")[0];
        Assert.Equal(2, line.GetProperty("left").GetInt32());
        var body = new { lines = new[] { new { lineId = line.GetProperty("id").GetGuid(), quantity = 2 } } };
        using var back = await client.PostAsJsonAsync($"{Api}/orders/{order}/returned-goods", body, Cancel);
        using var again = await client.PostAsJsonAsync($"{Api}/orders/{order}/returned-goods", body, Cancel);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity), (back.StatusCode, again.StatusCode));
    }

    private static async Task ReadOrdersAsync(TestApp app, Guid store) =>
        await app.Services.GetRequiredService<SyncStarter>().StartForConnectionAsync(await app.SellerIdAsync(), store, SyncJob.Orders, "test", Cancel);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}

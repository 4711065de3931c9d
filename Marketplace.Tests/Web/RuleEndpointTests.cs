using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Tests.Connections;

namespace Marketplace.Tests.Web;

/// <summary>Rules, tags, holds and confirmations by the API.</summary>
public sealed class RuleEndpointTests
{
    private const string Root = "/api/v1/platforms";

    [Fact]
    public async Task Rules_WrittenTriedAndRun_AreAppliedOnceAndFollowedByTheirAddress()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Listings"] = "6", ["Sandbox:Orders"] = "4", ["Schedule:Orders"] = "00:00:01" });
        using var client = await app.SignInAsync();
        await TestStore.ConnectAsync(app);
        var orders = await TestStore.EventuallyAsync(
            async () => (await JsonAsync(client, "/orders/pending?pageSize=100")).GetProperty("orders").EnumerateArray().ToList(), found => found.Count > 0);

        using var refused = await client.PostAsJsonAsync($"{Root}/fulfillment/rules", new { name = "Bad", when = new[] { new { field = "Items", test = "Is", value = "1" } }, then = new[] { new { kind = "Tag", text = "x" } } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);

        using var added = await client.PostAsJsonAsync($"{Root}/fulfillment/rules", new { name = "All", when = Array.Empty<object>(), then = new[] { new { kind = "Tag", text = "seen" } } });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var rule = (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        using var untried = await client.PostAsJsonAsync($"{Root}/fulfillment/rules/{rule}/switch", new { on = true });
        Assert.Equal(HttpStatusCode.Conflict, untried.StatusCode);
        using var tried = await client.PostAsync($"{Root}/fulfillment/rules/{rule}/try", null);
        Assert.True((await tried.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("matched").GetInt32() >= orders.Count);
        using var on = await client.PostAsJsonAsync($"{Root}/fulfillment/rules/{rule}/switch", new { on = true });
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);

        var dry = await RunAsync(client, new { dryRun = true });
        Assert.True(dry.GetProperty("wouldApply").GetArrayLength() >= orders.Count);
        Assert.Equal(0, dry.GetProperty("orders").GetArrayLength());

        var run = await RunAsync(client, new { dryRun = false });
        Assert.Equal(0, run.GetProperty("failed").GetInt32());
        var again = await RunAsync(client, new { });
        Assert.Equal(0, again.GetProperty("applied").GetInt32());
        var order = await JsonAsync(client, $"/orders/{orders[0].GetProperty("id").GetGuid()}");
        Assert.Equal("seen", order.GetProperty("tags")[0].GetString());
    }

    [Fact]
    public async Task Hold_Order_IsRefusedByBulkUntilReleasedOrSaidSo()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Listings"] = "6", ["Sandbox:Orders"] = "3", ["Schedule:Orders"] = "00:00:01" });
        using var client = await app.SignInAsync();
        await TestStore.ConnectAsync(app);
        var order = (await TestStore.EventuallyAsync(
            async () => (await JsonAsync(client, "/orders/pending")).GetProperty("orders").EnumerateArray().ToList(), found => found.Count > 0))[0].GetProperty("id").GetGuid();

        using var held = await client.PostAsJsonAsync($"{Root}/orders/hold", new { orderIds = new[] { order }, reason = "Odd address", minutes = 60 });
        Assert.Equal(1, (await held.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("orders").GetInt32());
        using var refused = await client.PostAsJsonAsync($"{Root}/orders/bulk-fulfill", new { orders = new[] { new { orderId = order, trackingNumber = "1Z999AA10123456784", carrier = "UPS" } } });
        var verdict = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0];
        Assert.Equal("Refused", verdict.GetProperty("outcome").GetString());
        Assert.Contains("Odd address", verdict.GetProperty("message").GetString(), StringComparison.Ordinal);

        using var sent = await client.PostAsJsonAsync($"{Root}/orders/{order}/fulfill", new { trackingNumber = "1Z999AA10123456784", carrier = "UPS", despiteHold = true });
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var store = await TestStore.EventuallyAsync(async () => (await JsonAsync(client, "/fulfillment/confirmations/stores"))[0], s => s.GetProperty("confirmed").GetInt32() == 1);
        Assert.Equal("Green", store.GetProperty("light").GetString());
        Assert.Equal(1, (await JsonAsync(client, "/fulfillment/confirmations?show=Confirmed")).GetProperty("total").GetInt32());
    }

    private static async Task<JsonElement> RunAsync(HttpClient client, object body)
    {
        using var started = await client.PostAsJsonAsync($"{Root}/orders/auto-fulfill", body);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var address = started.Headers.Location!.ToString()[Root.Length..];
        return await TestStore.EventuallyAsync(() => JsonAsync(client, address), run => run.GetProperty("state").GetString() == "Done");
    }

    private static Task<JsonElement> JsonAsync(HttpClient client, string path) => client.GetFromJsonAsync<JsonElement>($"{Root}{path}");
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Tests.Connections;

namespace Marketplace.Tests.Web;

/// <summary>Health, tests of stores, the error log, deliveries and metrics from outside.</summary>
public sealed class StoreHealthEndpointTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_BeforeAndAfterItsConsentDied_IsToldInWordsEverywhere()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "0", ["Sandbox:Listings"] = "3", ["Telemetry:Prometheus"] = "true" });
        await TestStore.ConnectAsync(app, "ebay");
        using var client = await app.SignInAsync();

        var before = await PostAsync(client, "connections/ebay/test");
        Assert.True(before[0].GetProperty("result").GetProperty("works").GetBoolean());

        app.Marketplace("ebay").Revoke();
        var after = await PostAsync(client, "connections/ebay/test");
        var result = after[0].GetProperty("result");
        Assert.False(result.GetProperty("works").GetBoolean());
        Assert.Contains(result.GetProperty("steps").EnumerateArray(), s => s.GetProperty("words").GetString()!.Contains("onnect", StringComparison.Ordinal));

        var health = await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/connections/health", Cancel);
        Assert.Equal("Red", health[0].GetProperty("level").GetString());
        await Eventually.TrueAsync(async () =>
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/errors", Cancel)).GetProperty("errors").EnumerateArray()
            .Any(e => e.GetProperty("kind").ToString() is "NeedsReauthorization" or "2"));
        Assert.Contains("marketplace_call_duration_seconds_bucket", await client.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
        using var unknown = await client.PostAsync("/api/v1/platforms/connections/nowhere/test", null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Deliveries_AreListedMaskedAndRedelivered_ForTheirSellerAlone()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "0", ["Sandbox:Listings"] = "3" });
        await TestStore.ConnectAsync(app, "amazon");
        app.Marketplace("amazon").CreateOrders(1, null, 1);
        using var client = await app.SignInAsync();
        await app.AddSellerAsync("other@marketplace.example");
        using var other = await app.SignInAsync("other@marketplace.example");

        JsonElement delivery = default;
        await Eventually.TrueAsync(async () =>
        {
            var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/webhook-deliveries?state=Accepted", Cancel);
            delivery = page.GetProperty("deliveries").EnumerateArray().FirstOrDefault();
            return delivery.ValueKind == JsonValueKind.Object;
        });
        var address = $"/api/v1/platforms/webhook-deliveries/{delivery.GetProperty("id").GetString()}";
        var detail = await client.GetFromJsonAsync<JsonElement>(address, Cancel);
        Assert.Contains("\"DestinationPostalCode\": \"•••\"", detail.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Contains("AmazonOrderId", detail.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, detail.GetProperty("work").GetArrayLength());

        using var again = await client.PostAsync($"{address}/redeliver", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        using var hidden = await other.GetAsync(address, Cancel);
        using var refused = await other.PostAsync($"{address}/redeliver", null, Cancel);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden.StatusCode, refused.StatusCode));
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsync($"/api/v1/platforms/{path}", null, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}

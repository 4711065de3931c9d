using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Tests.Connections;

namespace Marketplace.Tests.Web;

public sealed class ScheduleTests
{
    [Fact]
    public async Task Schedule_EverySecond_BringsASaleByItself()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Schedule:Orders"] = "00:00:01" });
        using var client = await app.SignInAsync();
        await TestStore.ConnectAsync(app);
        await TestStore.EventuallyAsync(() => PendingAsync(client), ids => ids.Count > 0);

        var sold = app.Marketplace(TestStore.Marketplaces(app)[0]).CreateOrders(1, null, 1)[0];

        Assert.Contains(sold, await TestStore.EventuallyAsync(() => PendingAsync(client), ids => ids.Contains(sold)));
    }

    [Fact]
    public void Start_TimeOutOfBounds_IsRefusedAndNamesTheSetting()
    {
        var refusal = Assert.ThrowsAny<Exception>(() => TestApp.Start(new Dictionary<string, string?> { ["Schedule:Orders"] = "8.00:00:00" }));

        Assert.Contains("Schedule:Orders", refusal.ToString(), StringComparison.Ordinal);
    }

    private static async Task<HashSet<string>> PendingAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/orders/pending?pageSize=500")).GetProperty("orders").EnumerateArray().Select(o => o.GetProperty("externalId").GetString()!)];
}

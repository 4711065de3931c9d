using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Connections;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Web;

/// <summary>Buyers' names and addresses reach the seller and nobody else: no log line and no database file has them in the clear.</summary>
public sealed class PersonalDataTests
{
    private static readonly Dictionary<string, string?> Loud = new()
    {
        ["Logging:LogLevel:Default"] = "Debug",
        ["Logging:LogLevel:Marketplace"] = "Trace",
        ["Logging:LogLevel:Microsoft"] = "Debug",
        ["Logging:LogLevel:System"] = "Debug",
        ["Sandbox:Orders"] = "5",
    };

    [Fact]
    public async Task Buyers_OfImportedAndShippedOrders_AreInNoLogAndNotInTheClearOnDisk()
    {
        using var log = new CapturedLog();
        await using var app = TestApp.Start(Loud, logging => logging.AddProvider(log));
        using var seller = await app.SignInAsync();
        var personal = new HashSet<string>();
        foreach (var marketplace in TestStore.Marketplaces(app))
        {
            await TestStore.ConnectAsync(app, marketplace);
            var page = await TestStore.EventuallyAsync(
                () => seller.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/orders/pending?platform={marketplace}"),
                answer => answer.GetProperty("total").GetInt32() > 0);
            var id = page.GetProperty("orders")[0].GetProperty("id").GetGuid();
            Collect((await seller.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/orders/{id}")).GetProperty("buyer"), personal);

            // Failures are where careless logs are written.
            app.Faults.Arm(marketplace, null, FaultKind.Error, 2, null);
            using var shipped = await seller.PostAsJsonAsync($"/api/v1/platforms/orders/{id}/fulfill", new { trackingNumber = "1Z999AA10123456784", carrier = "UPS" });
            Assert.True(shipped.IsSuccessStatusCode, await shipped.Content.ReadAsStringAsync());
            await TestStore.EventuallyAsync(
                () => seller.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/orders/{id}"),
                order => order.GetProperty("shipments")[0].GetProperty("state").GetString() == "Confirmed");
        }

        Assert.True(personal.Count >= 6, $"Only {personal.Count} values are personal: {string.Join(", ", personal)}");
        var written = log.Text;
        Assert.Contains("answered 200", written, StringComparison.Ordinal);
        Assert.All(personal, value => Assert.DoesNotContain(value, written, StringComparison.Ordinal));
        foreach (var (place, bytes) in await app.StoredAsync())
        {
            Assert.All(personal, value => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)) < 0, $"{place} holds '{value}' in the clear."));
        }
    }

    /// <summary>Texts of a buyer that are long enough to be nobody else's.</summary>
    private static void Collect(JsonElement node, HashSet<string> into)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in node.EnumerateObject())
                {
                    Collect(member.Value, into);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in node.EnumerateArray())
                {
                    Collect(item, into);
                }

                break;
            case JsonValueKind.String when node.GetString() is { Length: > 7 } text:
                into.Add(text);
                break;
        }
    }
}

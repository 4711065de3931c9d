using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>Stock over the API, from the first read to an undone bulk change.</summary>
public sealed class InventoryEndpointTests
{
    private const string Base = "/api/v1/platforms/inventory";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stock_CountedAdjustedReceivedAndCarried_IsReadBackWithItsLedger()
    {
        await using var app = await StartAsync();
        using var seller = await app.SignInAsync();
        var annex = (await PostAsync(seller, "locations", new { name = "Annex" }, HttpStatusCode.Created)).GetProperty("id").GetGuid();

        var counted = await PostAsync(seller, "count", new { items = new object[] { new { sku = "a", quantity = 7, reason = "Shelf" }, new { sku = "NOPE", quantity = 1 } } });
        Assert.Equal((1, 1), (counted.GetProperty("done").GetInt32(), counted.GetProperty("refused").GetInt32()));
        Assert.Equal("There is no item with this SKU here.", counted.GetProperty("results")[1].GetProperty("problem").GetString());
        await PostAsync(seller, "adjust", new { items = new[] { new { sku = "A", quantity = -2 } } });
        await PostAsync(seller, "receive", new { items = new[] { new { sku = "A", quantity = 5, locationId = annex } } });
        await PostAsync(seller, "transfer", new { items = new[] { new { sku = "A", quantity = 1, toLocationId = annex } } });

        var item = (await GetAsync(seller, "?search=A&sort=OnHand&descending=true")).GetProperty("items")[0];
        Assert.Equal((10, 10), (item.GetProperty("onHand").GetInt32(), item.GetProperty("available").GetInt32()));
        Assert.Equal(["4", "6"], item.GetProperty("locations").EnumerateArray().Select(l => l.GetProperty("onHand").GetRawText()));
        Assert.Equal(1, (await GetAsync(seller, $"?locationId={annex}")).GetProperty("total").GetInt32());
        var ledger = await GetAsync(seller, $"/{item.GetProperty("variantId").GetGuid()}/movements");
        Assert.Equal(
            ["Transferred", "Transferred", "Received", "Adjusted", "Counted", "Opening"],
            ledger.GetProperty("movements").EnumerateArray().Select(m => m.GetProperty("kind").GetString()));
        Assert.Equal(10, ledger.GetProperty("movements")[0].GetProperty("onHandAfter").GetInt32());
    }

    [Fact]
    public async Task Deliveries_AreExpectedReceivedInPartsAndCancelled()
    {
        await using var app = await StartAsync();
        using var seller = await app.SignInAsync();
        var incoming = (await PostAsync(seller, "incoming", new { sku = "A", quantity = 12, reference = "PO-1", dueOn = "2026-06-01" }, HttpStatusCode.Created)).GetProperty("id").GetGuid();

        await PostAsync(seller, $"incoming/{incoming}/receive", new { quantity = 5 });
        Assert.Equal(5, (await GetAsync(seller, "/incoming")).GetProperty("deliveries")[0].GetProperty("received").GetInt32());
        await PostAsync(seller, $"incoming/{incoming}/receive", new { quantity = 50 }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(HttpStatusCode.NoContent, (await seller.DeleteAsync($"{Base}/incoming/{incoming}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await seller.DeleteAsync($"{Base}/incoming/{incoming}", Cancel)).StatusCode);

        var item = (await GetAsync(seller, "?search=A")).GetProperty("items")[0];
        Assert.Equal((15, 0), (item.GetProperty("onHand").GetInt32(), item.GetProperty("incoming").GetInt32()));
    }

    [Fact]
    public async Task Bundle_IsDefinedReadAndDissolved()
    {
        await using var app = await StartAsync();
        using var seller = await app.SignInAsync();
        var ids = (await GetAsync(seller, "")).GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("sku").GetString()!, i => i.GetProperty("variantId").GetGuid());

        using var defined = await seller.PutAsJsonAsync($"{Base}/{ids["SET"]}/bundle", new { parts = new[] { new { variantId = ids["A"], quantity = 3 } } }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, defined.StatusCode);
        Assert.Equal(3, (await GetAsync(seller, $"/{ids["SET"]}")).GetProperty("available").GetInt32());
        Assert.Equal("A", (await GetAsync(seller, $"/{ids["SET"]}/bundle")).GetProperty("parts")[0].GetProperty("sku").GetString());
        using var nested = await seller.PutAsJsonAsync($"{Base}/{ids["A"]}/bundle", new { parts = new[] { new { variantId = ids["SET"], quantity = 1 } } }, Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nested.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await seller.DeleteAsync($"{Base}/{ids["SET"]}/bundle", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await seller.DeleteAsync($"{Base}/{ids["SET"]}/bundle", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Bulk_IsJudgedAppliedAndUndone()
    {
        await using var app = await StartAsync();
        using var seller = await app.SignInAsync();
        var rows = new object[] { new { sku = "A", field = "OnHand", value = 33 }, new { sku = "SET", field = "Add", value = -99 } };
        var id = (await PostAsync(seller, "bulk", new { rows, reason = "Stocktaking" }, HttpStatusCode.Accepted)).GetProperty("id").GetGuid();
        Assert.Equal(["Ready", "Refused"], (await GetAsync(seller, $"/bulk/{id}/rows")).GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("state").GetString()));

        await PostAsync(seller, $"bulk/{id}/apply", null, HttpStatusCode.Accepted);
        await Eventually.TrueAsync(async () => (await GetAsync(seller, $"/bulk/{id}")).GetProperty("state").GetString() == "Applied");
        Assert.Equal(33, (await GetAsync(seller, "?search=A")).GetProperty("items")[0].GetProperty("onHand").GetInt32());
        await PostAsync(seller, $"bulk/{id}/undo", null, HttpStatusCode.Accepted);
        await Eventually.TrueAsync(async () => (await GetAsync(seller, $"/bulk/{id}")).GetProperty("state").GetString() == "Undone");

        Assert.Equal(10, (await GetAsync(seller, "?search=A")).GetProperty("items")[0].GetProperty("onHand").GetInt32());
    }

    [Fact]
    public async Task Brakes_HaveLimitsPerStore()
    {
        await using var app = await StartAsync();
        using var seller = await app.SignInAsync();
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(await app.SellerIdAsync());
        var store = db.Connections.Select(c => c.Id).Single();

        using var set = await seller.PutAsJsonAsync($"{Base}/brakes/{store}/limits", new { maxToZero = 9, maxToZeroPercent = 50, maxChangePercent = 100 }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal(9, (await GetAsync(seller, $"/brakes/{store}/limits")).GetProperty("maxToZero").GetInt32());
        using var wrong = await seller.PutAsJsonAsync($"{Base}/brakes/{store}/limits", new { maxToZero = 0, maxToZeroPercent = 50, maxChangePercent = 100 }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(0, (await GetAsync(seller, "/brakes")).GetArrayLength());
        await PostAsync(seller, $"brakes/{store}/send", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Stock_OfAnotherSeller_IsNotThere()
    {
        await using var app = await StartAsync();
        using var owner = await app.SignInAsync();
        var variant = (await GetAsync(owner, "?search=A")).GetProperty("items")[0].GetProperty("variantId").GetGuid();
        await app.AddSellerAsync("thief@marketplace.example");
        using var thief = await app.SignInAsync("thief@marketplace.example");

        Assert.Equal(0, (await GetAsync(thief, "")).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await thief.GetAsync($"{Base}/{variant}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await thief.GetAsync($"{Base}/{variant}/movements", Cancel)).StatusCode);
        Assert.Equal(1, (await PostAsync(thief, "count", new { items = new[] { new { variantId = variant, quantity = 0 } } })).GetProperty("refused").GetInt32());
        Assert.Equal(10, (await GetAsync(owner, $"/{variant}")).GetProperty("onHand").GetInt32());
    }

    // One store that lists A and SET, ten of each; nobody calls a marketplace.
    private static async Task<TestApp> StartAsync()
    {
        var app = TestApp.Start();
        var seller = await app.SellerIdAsync();
        var connection = new Connection { Marketplace = "ebay", ExternalAccountId = "store", StoreName = "Store", Region = "US", State = ConnectionState.Disconnected, ConnectedAt = DateTimeOffset.UnixEpoch };
        await using (var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller))
        {
            db.Connections.Add(connection);
            await db.SaveChangesAsync(Cancel);
        }

        var store = new StoreReference(seller, connection.Id, "ebay", "eBay");
        await app.Services.GetRequiredService<ListingImport>().ImportAsync(store, [TestShop.Listing("A"), TestShop.Listing("SET")], DateTimeOffset.UnixEpoch, Cancel);
        return app;
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(Base + path, Cancel);

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await client.PostAsJsonAsync($"{Base}/{path}", body, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == expected, $"{path} answered {(int)answer.StatusCode}: {text}");
        return text.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(text) : default;
    }
}

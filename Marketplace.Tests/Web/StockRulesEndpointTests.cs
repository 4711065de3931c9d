using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Sync;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>Links, rules, alerts and the truth of listings over the API, against a store of the sandbox; another seller sees none of it.</summary>
public sealed class StockRulesEndpointTests : IAsyncLifetime
{
    private const string Api = "/api/v1/platforms";
    private static readonly JsonSerializerOptions AnyCase = new(JsonSerializerDefaults.Web);
    private TestApp app = null!;
    private HttpClient seller = null!;
    private HttpClient stranger = null!;
    private string marketplace = "";
    private Guid listing;
    private Guid item;
    private string sku = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Listings"] = "6", ["Sandbox:Orders"] = "0", ["Sync:VerifyAfterSeconds"] = "0.2" });
        seller = await app.SignInAsync();
        await app.AddSellerAsync("stranger@example.com");
        stranger = await app.SignInAsync("stranger@example.com");
        marketplace = TestStore.Marketplaces(app)[0];
        var store = await TestStore.ConnectAsync(app, marketplace);
        var id = await app.SellerIdAsync();
        await app.Services.GetRequiredService<SyncStarter>().StartForConnectionAsync(id, store, SyncJob.Products, "test", Cancel);
        await app.Services.GetRequiredService<SyncStarter>().StartForConnectionAsync(id, store, SyncJob.Orders, "test", Cancel);
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(id);
                if (!await db.SyncCursors.AnyAsync(c => c.Job == SyncJob.Orders, Cancel) || await db.SyncRuns.AnyAsync(r => r.FinishedAt == null, Cancel))
                {
                    return false;
                }

                var first = await db.Listings.Where(l => l.VariantId != null && !l.FulfilledByMarketplace).OrderBy(l => l.Sku).FirstAsync(Cancel);
                (listing, item, sku) = (first.Id, first.VariantId!.Value, first.Sku!);
                return true;
            }, seconds: 60);
    }

    public async ValueTask DisposeAsync()
    {
        seller.Dispose();
        stranger.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Rule_PreviewedAndSaved_IsSeenOnTheSandboxsListing()
    {
        var available = Shown();
        var rule = new { listingId = listing, buffer = 2, percent = 50 };
        var offered = (available - 2) / 2;

        var preview = await JsonAsync(await seller.PostAsJsonAsync($"{Api}/allocation/preview", rule));
        Assert.Equal((1, available, offered), (preview.GetProperty("changed").GetInt32(), Row(preview, "before"), Row(preview, "after")));
        Assert.Equal(available, Shown());

        Assert.Equal(HttpStatusCode.NoContent, (await seller.PutAsJsonAsync($"{Api}/allocation/rules", rule)).StatusCode);
        await Eventually.TrueAsync(() => Shown() == offered, seconds: 60);
        await Eventually.TrueAsync(async () => Why(await TruthAsync()) == "InStep", seconds: 60);
        var truth = await TruthAsync();
        Assert.Equal(("hold back 2, then 50 %", offered), (truth.GetProperty("rule").GetString(), truth.GetProperty("seen").GetProperty("items").GetInt32()));

        Assert.Equal(HttpStatusCode.NoContent, (await seller.DeleteAsync($"{Api}/allocation/rules?listingId={listing}")).StatusCode);
        await Eventually.TrueAsync(() => Shown() == available, seconds: 60);
        Assert.Empty((await seller.GetFromJsonAsync<JsonElement>($"{Api}/allocation/rules")).EnumerateArray());

        static int Row(JsonElement preview, string name) => preview.GetProperty("rows")[0].GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Listing_UnlinkedAndLinkedAgain_GoesThroughTheQueue()
    {
        Assert.Equal(HttpStatusCode.OK, (await seller.PostAsync($"{Api}/listings/{listing}/unlink", null)).StatusCode);
        Assert.Equal("NotLinked", Why(await TruthAsync()));
        Assert.Equal(1, (await seller.GetFromJsonAsync<JsonElement>($"{Api}/links")).GetProperty("listings").GetInt32());
        Assert.Equal(listing, (await seller.GetFromJsonAsync<JsonElement>($"{Api}/links/listings")).GetProperty("listings")[0].GetProperty("listingId").GetGuid());

        Assert.Equal(HttpStatusCode.Conflict, (await seller.PostAsync($"{Api}/listings/{listing}/create-item", null)).StatusCode);
        var confirmed = await JsonAsync(await seller.PostAsJsonAsync($"{Api}/links/confirm", new { links = new[] { new { listingId = listing, itemId = item } } }));

        Assert.Equal((1, 0), (confirmed.GetProperty("linked").GetInt32(), confirmed.GetProperty("skipped").GetInt32()));
        Assert.NotEqual("NotLinked", Why(await TruthAsync()));
    }

    [Fact]
    public async Task Alert_OfLowStock_IsListedAndAcknowledged()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await seller.PutAsJsonAsync($"{Api}/items/{item}/low-stock", new { items = 1_000 })).StatusCode);

        var alerts = (await seller.GetFromJsonAsync<JsonElement>($"{Api}/alerts")).GetProperty("alerts");
        Assert.Equal("stock.low", Assert.Single(alerts.EnumerateArray()).GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await seller.PostAsync($"{Api}/alerts/{alerts[0].GetProperty("id").GetGuid()}/acknowledge", null)).StatusCode);
        Assert.Equal(0, (await seller.GetFromJsonAsync<JsonElement>($"{Api}/alerts")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await seller.GetFromJsonAsync<JsonElement>($"{Api}/alerts?show=Open")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Settings_AreSavedAndCheckedAsOnThePage()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await seller.PutAsJsonAsync($"{Api}/alerts/settings", new { lowStock = 5, mailTo = "ann@example.com" })).StatusCode);
        var settings = await seller.GetFromJsonAsync<JsonElement>($"{Api}/alerts/settings");
        Assert.Equal((5, "ann@example.com"), (settings.GetProperty("lowStock").GetInt32(), settings.GetProperty("mailTo").GetString()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await seller.PutAsJsonAsync($"{Api}/alerts/settings", new { lowStock = 5, mailTo = "nobody" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await seller.PostAsJsonAsync($"{Api}/alerts/webhooks", new { url = "https://127.0.0.1/hook" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await seller.PutAsJsonAsync($"{Api}/allocation/rules", new { platform = "walmart", cap = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await seller.PutAsJsonAsync($"{Api}/allocation/rules", new { platform = marketplace, percent = 0 })).StatusCode);
    }

    [Fact]
    public async Task Everything_OfAnotherSeller_IsNotThere()
    {
        await seller.PutAsJsonAsync($"{Api}/items/{item}/low-stock", new { items = 1_000 });
        var alert = (await seller.GetFromJsonAsync<JsonElement>($"{Api}/alerts")).GetProperty("alerts")[0].GetProperty("id").GetGuid();

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{Api}/listings/{listing}")).StatusCode);
        foreach (var path in new[] { $"listings/{listing}/unlink", $"listings/{listing}/create-item", $"listings/{listing}/send", $"alerts/{alert}/acknowledge" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{Api}/{path}", null)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync($"{Api}/listings/{listing}/link", new { itemId = item })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync($"{Api}/listings/{listing}/ignore", new { ignored = true })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await stranger.PutAsJsonAsync($"{Api}/allocation/rules", new { listingId = listing, cap = 0 })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await stranger.PutAsJsonAsync($"{Api}/items/{item}/low-stock", new { items = 1 })).StatusCode);
        Assert.Equal(0, (await stranger.GetFromJsonAsync<JsonElement>($"{Api}/alerts?show=Open")).GetProperty("total").GetInt32());
        foreach (var path in new[] { "items", $"items/{item}/listings", $"items/{item}/skus", "links/order-lines", "allocation/rules", "alerts/webhooks" })
        {
            Assert.Empty((await stranger.GetFromJsonAsync<JsonElement>($"{Api}/{path}")).EnumerateArray());
        }
    }

    private int Shown() => JsonSerializer.SerializeToElement(app.Marketplace(marketplace).DescribeListing(sku), AnyCase).GetProperty("quantity").GetInt32();

    private Task<JsonElement> TruthAsync() => seller.GetFromJsonAsync<JsonElement>($"{Api}/listings/{listing}");

    private static string? Why(JsonElement truth) => truth.GetProperty("why").GetProperty("cause").GetString();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}

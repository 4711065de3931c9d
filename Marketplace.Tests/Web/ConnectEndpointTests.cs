using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Tests.Web.ConnectFlow;

namespace Marketplace.Tests.Web;

public sealed class ConnectEndpointTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient client = null!;

    private string Platform => app.Services.GetRequiredService<PlatformCatalog>().All[0].Key.Value;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        client = await app.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Connect_EachMarketplace_EndsConnected()
    {
        foreach (var platform in app.Services.GetRequiredService<PlatformCatalog>().All)
        {
            var id = await ConnectAsync(app, client, platform.Key.Value);

            var connection = await ConnectionAsync(client, id);
            Assert.Equal("Connected", connection.GetProperty("state").GetString());
            Assert.Equal(platform.Descriptor.Name, connection.GetProperty("platformName").GetString());
            Assert.NotEqual("", connection.GetProperty("storeName").GetString());
        }
    }

    [Fact]
    public async Task Connect_UnknownMarketplace_Is404()
    {
        using var answer = await client.GetAsync("/api/v1/platforms/connect/walmart");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Connect_UnknownRegion_IsRefused()
    {
        using var answer = await client.GetAsync($"/api/v1/platforms/connect/{Platform}?region=MOON");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Callback_InBrowser_LeadsToTheDashboard()
    {
        var back = await DecideAsync(app, await StartAsync(client, Platform));

        using var answer = await ReturnAsync(app, back, "text/html");

        Assert.Equal($"/?connected={Platform}", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Callback_StateUnknownHere_IsRefused()
    {
        var back = await DecideAsync(app, await StartAsync(client, Platform));

        using var answer = await ReturnAsync(app, new Uri(back.ToString().Replace("state=", "state=x", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ConsentCauses.Unknown, await CodeAsync(answer));
    }

    [Fact]
    public async Task Callback_StateExpired_IsRefusedAndNothingIsStored()
    {
        var back = await DecideAsync(app, await StartAsync(client, Platform));
        await using (var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine())
        {
            await db.PendingConsents.IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, TimeProvider.System.GetUtcNow().AddSeconds(-1)));
        }

        using var answer = await ReturnAsync(app, back, "text/html");

        Assert.Equal($"/?problem={ConsentCauses.Expired}&marketplace={Platform}", answer.Headers.Location?.ToString());
        Assert.Equal("[]", await client.GetStringAsync("/api/v1/platforms/connections"));
    }

    [Fact]
    public async Task Callback_ConsentRefused_SaysSo()
    {
        var back = await DecideAsync(app, await StartAsync(client, Platform), "refuse");

        using var answer = await ReturnAsync(app, back);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ConsentCauses.Refused, await CodeAsync(answer));
        Assert.Equal("[]", await client.GetStringAsync("/api/v1/platforms/connections"));
    }

    [Fact]
    public async Task Callback_Twice_SecondIsRefusedAndStoreStays()
    {
        var back = await DecideAsync(app, await StartAsync(client, Platform));
        using var first = await ReturnAsync(app, back);

        using var second = await ReturnAsync(app, back);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(ConsentCauses.Used, await CodeAsync(second));
        var id = (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connections")[0].GetGuid();
        Assert.Equal("Connected", (await ConnectionAsync(client, id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Callback_CodeUsedBefore_IsRefused()
    {
        var back = await DecideAsync(app, await StartAsync(client, Platform));
        using (await ReturnAsync(app, back))
        {
            var fresh = await DecideAsync(app, await StartAsync(client, Platform), "approve");
            var freshState = System.Web.HttpUtility.ParseQueryString(fresh.Query)["state"]!;
            var oldState = System.Web.HttpUtility.ParseQueryString(back.Query)["state"]!;

            using var answer = await ReturnAsync(app, new Uri(back.ToString().Replace(oldState, freshState, StringComparison.Ordinal)));

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(ConsentCauses.Code, await CodeAsync(answer));
        }
    }

    [Fact]
    public async Task Callback_InAnotherSellersSession_IsRefusedAndStaysGoodForTheOwn()
    {
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await PagesSession.SignInAsync(app, "other@marketplace.example");
        using var own = await PagesSession.SignInAsync(app, TestApp.DemoEmail);
        var back = await DecideAsync(app, await StartAsync(client, Platform));

        using var refused = await stranger.GetAsync(back);
        using var done = await own.GetAsync(back);

        Assert.Equal($"/?problem={ConsentCauses.OtherSeller}&marketplace={Platform}", refused.Headers.Location?.ToString());
        Assert.Equal($"/?connected={Platform}", done.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Disconnect_ThenConnectAgain_RevivesTheSameStore()
    {
        var id = await ConnectAsync(app, client, Platform);

        using var gone = await client.DeleteAsync($"/api/v1/platforms/connections/{id}");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal("Disconnected", (await ConnectionAsync(client, id)).GetProperty("state").GetString());
        Assert.Equal(0, await AuthorizationsAsync());

        Assert.Equal(id, await ConnectAsync(app, client, Platform));
        Assert.Equal("Connected", (await ConnectionAsync(client, id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Disconnect_AnotherSellersStore_Is404AndChangesNothing()
    {
        var id = await ConnectAsync(app, client, Platform);
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");

        using var answer = await stranger.DeleteAsync($"/api/v1/platforms/connections/{id}");
        using var reauthorize = await stranger.GetAsync($"/api/v1/platforms/connect/{Platform}?reauthorize={id}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, reauthorize.StatusCode);
        Assert.Equal("Connected", (await ConnectionAsync(client, id)).GetProperty("state").GetString());
        Assert.Equal("[]", await stranger.GetStringAsync("/api/v1/platforms/connections"));
    }

    [Fact]
    public async Task Reauthorize_WithAnotherAccount_IsRefused()
    {
        var id = await ConnectAsync(app, client, Platform);
        await using (var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine())
        {
            await db.Connections.IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(c => c.ExternalAccountId, "somebody-else"));
        }

        using var answer = await ReturnAsync(app, await DecideAsync(app, await StartAsync(client, Platform, $"?reauthorize={id}")));

        Assert.Equal(ConsentCauses.OtherAccount, await CodeAsync(answer));
        Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/connections")).EnumerateArray());
    }

    [Fact]
    public async Task Reauthorize_AfterRevokedConsent_RevivesEachStore()
    {
        foreach (var platform in app.Services.GetRequiredService<PlatformCatalog>().All.Select(p => p.Key.Value))
        {
            var id = await ConnectAsync(app, client, platform);
            app.Marketplace(platform).Revoke();
            Assert.NotNull(await app.Services.GetRequiredService<ConnectionHealth>().CheckAsync(id, CallPriority.Person, TestContext.Current.CancellationToken));
            Assert.Equal("NeedsReauthorization", (await ConnectionAsync(client, id)).GetProperty("state").GetString());

            using var answer = await ReturnAsync(app, await DecideAsync(app, await StartAsync(client, platform, $"?reauthorize={id}")));

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var revived = await ConnectionAsync(client, id);
            Assert.Equal("Connected", revived.GetProperty("state").GetString());
            Assert.Equal(JsonValueKind.Null, revived.GetProperty("problem").ValueKind);
        }
    }

    [Fact]
    public async Task Connect_FromTheCardInABrowser_GoesThroughTheConsentPageAndBack()
    {
        using var browser = await PagesSession.SignInAsync(app, TestApp.DemoEmail);
        foreach (var platform in app.Services.GetRequiredService<PlatformCatalog>().All)
        {
            using var away = await browser.GetAsync($"/stores/connect/{platform.Key}");
            var page = new Uri(app.Address, away.Headers.Location!);

            Assert.Equal(app.Address.Authority, page.Authority);
            Assert.Contains("SANDBOX", await browser.GetStringAsync(page), StringComparison.Ordinal);

            using var back = await browser.GetAsync(await DecideAsync(app, page));
            Assert.Equal($"/?connected={platform.Key}", back.Headers.Location?.ToString());
        }
    }

    private async Task<int> AuthorizationsAsync()
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.Authorizations.IgnoreQueryFilters().CountAsync();
    }
}

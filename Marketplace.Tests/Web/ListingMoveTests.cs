using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Bunit;
using Bunit.TestDoubles;
using Marketplace.Core.Changes;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Tests.Connections;
using Marketplace.Web.Auth;
using Marketplace.Web.Features.Listings;
using Marketplace.Web.Images;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Marketplace.Tests.Web;

/// <summary>Moving listings that were made by hand on eBay, from the choice to what eBay shows, by the API and on the page.</summary>
public sealed class ListingMoveTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient client = null!;
    private Guid store;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Listings"] = "5", ["Sandbox:Orders"] = "0", ["Sandbox:Ebay:ClassicListings"] = "6" });
        client = await app.SignInAsync();
        store = await TestStore.ConnectAsync(app, "ebay");
        await Eventually.TrueAsync(async () => (await MovableAsync()).GetArrayLength() > 0);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Move_Chosen_AreMovedAndNoLongerOffered()
    {
        var before = await MovableAsync();
        var chosen = before[0].GetProperty("productId").GetString();
        var ids = before.EnumerateArray().Where(l => l.GetProperty("productId").GetString() == chosen).Select(l => l.GetProperty("listingId").GetGuid()).ToList();

        using var unsure = await MoveAsync(client, new { listingIds = ids });
        using var answer = await MoveAsync(client, new { listingIds = ids, confirmed = true });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (unsure.StatusCode, answer.StatusCode));
        Assert.Contains("cannot be undone", await unsure.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var verdicts = await answer.Content.ReadFromJsonAsync<JsonElement>(Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(ids.Order(), verdicts.EnumerateArray().Select(v => v.GetProperty("listingId").GetGuid()).Order());
        Assert.All(verdicts.EnumerateArray(), v => Assert.True(v.GetProperty("moved").GetBoolean(), v.ToString()));
        await Eventually.TrueAsync(async () => (await MovableAsync()).EnumerateArray().All(l => l.GetProperty("productId").GetString() != chosen));
    }

    [Fact]
    public async Task Move_OfAnotherSeller_Is404()
    {
        var ids = (await MovableAsync()).EnumerateArray().Select(l => l.GetProperty("listingId").GetGuid()).ToList();
        await app.AddSellerAsync("other@marketplace.example");
        using var stranger = await app.SignInAsync("other@marketplace.example");

        using var choice = await stranger.GetAsync($"/api/v1/platforms/connections/{store}/listings/movable", Xunit.TestContext.Current.CancellationToken);
        using var move = await MoveAsync(stranger, new { listingIds = ids, confirmed = true });

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (choice.StatusCode, move.StatusCode));
        Assert.DoesNotContain(app.Calls.Calls, c => c.Operation == "bulkMigrateListing");
    }

    [Fact]
    public async Task Page_AsksBeforeItMoves_AndTellsTheResult()
    {
        var seller = await app.SellerIdAsync();
        await using var bunit = new BunitContext();
        bunit.JSInterop.Mode = JSRuntimeMode.Loose;
        bunit.Services.AddMudServices();
        bunit.Services.AddLivePages();
        bunit.Services.AddSingleton(TimeProvider.System);
        bunit.Services.AddSingleton(app.Services.GetRequiredService<PlatformCatalog>());
        bunit.Services.AddSingleton(app.Services.GetRequiredService<ImageLinks>());
        bunit.Services.AddSingleton(app.Services.GetRequiredService<ListingMoves>());
        bunit.Services.AddSingleton(app.Services.GetRequiredService<ChangeFeed>());
        bunit.Services.AddScoped<CurrentSeller>();
        var signedIn = bunit.AddAuthorization();
        signedIn.SetAuthorized("ann");
        signedIn.SetClaims(new Claim(SellerClaims.Seller, seller.ToString()), new Claim(SellerClaims.Role, "Owner"));
        bunit.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        bunit.Render<MudPopoverProvider>();
        var dialogs = bunit.Render<MudDialogProvider>();
        var page = bunit.Render<MoveListingsPage>(parameters => parameters.Add(p => p.StoreId, store));
        page.WaitForElement("[data-testid=move-row]", TimeSpan.FromSeconds(20));
        Assert.Contains("for good", page.Find("[data-testid=consequences]").TextContent, StringComparison.Ordinal);

        await page.Find("[data-testid=move-row] input").ChangeAsync(new() { Value = true });
        _ = page.Find("[data-testid=move-selected]").ClickAsync();
        dialogs.WaitForElement("[data-testid=confirm]", TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(app.Calls.Calls, c => c.Operation == "bulkMigrateListing");
        await dialogs.Find("[data-testid=confirm]").ClickAsync();

        Assert.Contains("Moved", page.WaitForElement("[data-testid=move-verdict]", TimeSpan.FromSeconds(20)).TextContent, StringComparison.Ordinal);
    }

    private async Task<JsonElement> MovableAsync() =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/connections/{store}/listings/movable", Xunit.TestContext.Current.CancellationToken)).GetProperty("listings");

    private Task<HttpResponseMessage> MoveAsync(HttpClient from, object body) =>
        from.PostAsJsonAsync($"/api/v1/platforms/connections/{store}/listings/move", body, Xunit.TestContext.Current.CancellationToken);
}

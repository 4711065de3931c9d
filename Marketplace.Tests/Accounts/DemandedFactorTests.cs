using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Core.Accounts;
using Marketplace.Core.ApiAccess;
using Marketplace.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Accounts;

/// <summary>A seller that asks everybody for a second factor is closed to those who have none, in pages and by the API.</summary>
public sealed partial class DemandedFactorTests
{
    private const string Packer = "packer@marketplace.example";
    private const string Team = "/api/v1/platforms/team";
    private const string Orders = "/api/v1/platforms/orders/pending";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Owner_WithoutAFactor_CannotDemandOneAndStaysIn()
    {
        await using var app = TestApp.Start();
        using var owner = await app.SignInAsync();

        using var refused = await owner.PutAsJsonAsync($"{Team}/settings", new { demandsSecondFactor = true }, Cancel);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Turn your own second factor on first", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(owner, Orders));
    }

    [Fact]
    public async Task Member_WithoutTheDemandedFactor_IsLedToSetItUpAndThenLetIn()
    {
        await using var app = TestApp.Start();
        await app.AddMemberAsync(Packer, Role.Packer);
        using var pages = await PagesSession.SignInAsync(app, Packer);
        using var api = await app.SignInAsync(Packer);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, Orders));

        await DemandAsync(app);

        Assert.Equal("/second-factor?ReturnUrl=%2Forders%3Ftab%3DShipped", await LocationAsync(pages, "/orders?tab=Shipped"));
        using var refused = await api.GetAsync(Orders, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("asks everybody for a second factor", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var key = Key().Match(await pages.GetStringAsync("/second-factor?ReturnUrl=%2Forders", Cancel)).Groups[1].Value;

        var done = await PagesSession.SubmitAsync(pages, "/second-factor?ReturnUrl=%2Forders", "two-factor-on", ("On.Password", TestApp.Password), ("On.Code", AuthenticatorCode.Of(key)));

        Assert.Contains("href=\"/orders\"", done, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(pages, "/orders"));
    }

    [Fact]
    public async Task Key_OfAMemberWithoutTheDemandedFactor_OpensNothingUntilItIsDemandedNoMore()
    {
        await using var app = TestApp.Start();
        var user = await app.AddMemberAsync("second-owner@marketplace.example", Role.Owner);
        var seller = await app.SellerIdAsync();
        var key = await app.Services.GetRequiredService<ApiKeyBook>().MakeAsync(seller, user, new NewApiKey("Warehouse", ApiScopes.Read, null), Cancel);
        using var program = app.Browser();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(program, Orders));

        var owner = await DemandAsync(app);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(program, Orders));

        Assert.Null(await app.Services.GetRequiredService<TeamBook>().DemandSecondFactorAsync(seller, owner, false, Cancel));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(program, Orders));
    }

    [Fact]
    public async Task Demand_MadeByAPerson_StandsInTheAnswerAndInTheLog()
    {
        await using var app = TestApp.Start();
        await app.AddMemberAsync(Packer, Role.Packer);
        var user = await app.AddMemberAsync("second-owner@marketplace.example", Role.Owner);
        var key = await app.Services.GetRequiredService<ApiKeyBook>().MakeAsync(await app.SellerIdAsync(), user, new NewApiKey("Set-up", ApiScopes.Read | ApiScopes.Admin, null), Cancel);
        await SetUpAsync(app, "second-owner@marketplace.example");
        using var owner = app.Browser();
        owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);

        using var saved = await owner.PutAsJsonAsync($"{Team}/settings", new { demandsSecondFactor = true }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);

        var team = await owner.GetFromJsonAsync<JsonElement>(Team, Cancel);
        Assert.True(team.GetProperty("demandsSecondFactor").GetBoolean());
        Assert.Equal(1, team.GetProperty("members").EnumerateArray().Count(m => m.GetProperty("hasSecondFactor").GetBoolean()));
        var log = await owner.GetFromJsonAsync<JsonElement>("/api/v1/platforms/audit?area=team", Cancel);
        Assert.Contains(log.GetProperty("entries").EnumerateArray(), e =>
            e.GetProperty("actor").GetString() == "second-owner@marketplace.example" && e.GetProperty("text").GetString() == "Seller changed: DemandsSecondFactor False → True");
    }

    [GeneratedRegex("""data-testid="two-factor-key">([A-Z2-7]+)<""")]
    private static partial Regex Key();

    // The demo's owner sets the own factor up, then asks everybody for one.
    private static async Task<Guid> DemandAsync(TestApp app)
    {
        await SetUpAsync(app, TestApp.DemoEmail);
        var seller = await app.SellerIdAsync();
        var team = app.Services.GetRequiredService<TeamBook>();
        var owner = (await team.ListAsync(seller, Cancel)).Single(m => m.Email == TestApp.DemoEmail).UserId;
        Assert.Null(await team.DemandSecondFactorAsync(seller, owner, true, Cancel));
        return owner;
    }

    private static async Task SetUpAsync(TestApp app, string email)
    {
        using var browser = await PagesSession.SignInAsync(app, email);
        var key = Key().Match(await browser.GetStringAsync("/account", Cancel)).Groups[1].Value;
        Assert.Contains("two-factor-on", await PagesSession.SubmitAsync(browser, "/account", "two-factor-on", ("On.Password", TestApp.Password), ("On.Code", AuthenticatorCode.Of(key))), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        return answer.StatusCode;
    }

    private static async Task<string?> LocationAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        return answer.Headers.Location?.OriginalString;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private TestApp app = null!;

    public ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Key_InEitherHeader_OpensTheApi(bool inHeaderOfItsOwn)
    {
        var key = await MakeAsync(ApiScopes.Read);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(key, HttpMethod.Get, "orders/pending", inHeaderOfItsOwn));
        Assert.NotNull((await KeysAsync()).Single().LastUsedAt);
    }

    [Theory]
    [InlineData(ApiScopes.Read, "PUT", "alerts/settings", 403)]
    [InlineData(ApiScopes.Read, "POST", "orders/bulk-fulfill", 403)]
    [InlineData(ApiScopes.Orders, "POST", "orders/bulk-fulfill", 422)]
    [InlineData(ApiScopes.Orders, "POST", "inventory/count", 403)]
    [InlineData(ApiScopes.Orders, "GET", "orders/pending", 403)]
    [InlineData(ApiScopes.Stock, "POST", "sync/orders", 403)]
    [InlineData(ApiScopes.Sync, "POST", "sync/orders", 202)]
    [InlineData(ApiScopes.Admin, "POST", "orders/bulk-fulfill", 422)]
    [InlineData(ApiScopes.Admin, "GET", "orders/pending", 200)]
    public async Task Key_MayWhatItsScopesSay(ApiScopes scopes, string method, string path, int status)
    {
        var key = await MakeAsync(scopes);

        using var client = Client(key);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/platforms/{path}");
        request.Content = method == "GET" ? null : JsonContent.Create(new { orders = Array.Empty<object>(), items = Array.Empty<object>(), lowStock = 3 });
        using var answer = await client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 403)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("/problems/not-allowed", problem.GetProperty("type").GetString());
            Assert.Contains("lacks the scope", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Key_RevokedOrExpiredOrForged_IsRefused()
    {
        var key = await MakeAsync(ApiScopes.Admin);
        var book = app.Services.GetRequiredService<ApiKeyBook>();
        var seller = await app.SellerIdAsync();

        Assert.True(await book.RevokeAsync(seller, (await KeysAsync()).Single().Id, CancellationToken.None));
        Assert.False(await book.RevokeAsync(seller, (await KeysAsync()).Single().Id, CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key, HttpMethod.Get, "connections"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(ApiKeyBook.Start + "forged", HttpMethod.Get, "connections"));
        var expiring = await MakeAsync(ApiScopes.Admin);
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        await db.ApiKeys.Where(k => k.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresAt, TimeProvider.System.GetUtcNow().AddSeconds(-1)));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(expiring, HttpMethod.Get, "connections"));
    }

    [Fact]
    public async Task Key_IsNowhereInTheDatabase()
    {
        var key = await MakeAsync(ApiScopes.Read);

        foreach (var (file, bytes) in await app.StoredAsync())
        {
            Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key)) < 0, $"The key lies in {file}.");
        }
    }

    [Fact]
    public async Task Key_OfAnotherSeller_SeesItsOwnAlone()
    {
        await app.AddSellerAsync("other@marketplace.example");
        var other = await app.SellerIdAsync("other@marketplace.example");
        await MakeAsync(ApiScopes.Admin);

        Assert.False(await app.Services.GetRequiredService<ApiKeyBook>().RevokeAsync(other, (await KeysAsync()).Single().Id, CancellationToken.None));
        Assert.Empty(await app.Services.GetRequiredService<ApiKeyBook>().ListAsync(other, CancellationToken.None));
    }

    [Theory]
    [InlineData("", ApiScopes.Read, 1)]
    [InlineData("scanner", ApiScopes.None, 1)]
    [InlineData("scanner", (ApiScopes)64, 1)]
    [InlineData("scanner", ApiScopes.Read, -1)]
    public async Task Make_WithoutWhatItNeeds_SaysWhy(string name, ApiScopes scopes, int days)
    {
        var seller = await app.SellerIdAsync();

        var made = await app.Services.GetRequiredService<ApiKeyBook>()
            .MakeAsync(seller, await UserIdAsync(), new NewApiKey(name, scopes, TimeProvider.System.GetUtcNow().AddDays(days)), CancellationToken.None);

        Assert.NotNull(made.Problem);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task Cookie_NeverOpensTheApi()
    {
        using var pages = await PagesSession.SignInAsync(app, TestApp.DemoEmail);

        using var answer = await pages.GetAsync("/api/v1/platforms/connections");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<string> MakeAsync(ApiScopes scopes)
    {
        var seller = await app.SellerIdAsync();
        var made = await app.Services.GetRequiredService<ApiKeyBook>().MakeAsync(seller, await UserIdAsync(), new NewApiKey("Scanner", scopes, null), CancellationToken.None);
        Assert.Null(made.Problem);
        return made.Key;
    }

    private async Task<Guid> UserIdAsync()
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.Users.Where(u => u.Email == TestApp.DemoEmail).Select(u => u.Id).SingleAsync();
    }

    private async Task<IReadOnlyList<ApiKey>> KeysAsync() => await app.Services.GetRequiredService<ApiKeyBook>().ListAsync(await app.SellerIdAsync(), CancellationToken.None);

    private async Task<HttpStatusCode> AskAsync(string key, HttpMethod method, string path, bool inHeaderOfItsOwn = false)
    {
        using var client = Client(key, inHeaderOfItsOwn);
        using var answer = await client.SendAsync(new HttpRequestMessage(method, $"/api/v1/platforms/{path}"));
        return answer.StatusCode;
    }

    private HttpClient Client(string key, bool inHeaderOfItsOwn = false)
    {
        var client = app.Browser();
        if (inHeaderOfItsOwn)
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
        }
        else
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>What all routes have in common: repeated requests, limits, and the form of problems.</summary>
public sealed class ApiConductTests
{
    private const string Locations = "/api/v1/platforms/inventory/locations";

    [Fact]
    public async Task Write_RepeatedWithItsKey_IsDoneOnceAndAnsweredAlike()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();

        using var first = await PostAsync(client, Locations, "key-1", new { name = "Annex" });
        using var second = await PostAsync(client, Locations, "key-1", new { name = "Annex" });

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(first.StatusCode, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(["true"], second.Headers.GetValues("Idempotent-Replayed"));
        Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>(Locations)).EnumerateArray().Count(l => l.GetProperty("name").GetString() == "Annex"));
    }

    [Fact]
    public async Task Write_SameKeyWithAnotherBody_Is422()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();
        using var first = await PostAsync(client, Locations, "key-1", new { name = "Annex" });

        using var second = await PostAsync(client, Locations, "key-1", new { name = "Attic" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Equal("key-reused", await ConnectFlow.CodeAsync(second));
    }

    [Fact]
    public async Task Write_SameKeyOfAnotherSeller_IsItsOwn()
    {
        await using var app = TestApp.Start();
        await app.AddSellerAsync("other@marketplace.example");
        using var client = await app.SignInAsync();
        using var other = await app.SignInAsync("other@marketplace.example");

        using var first = await PostAsync(client, Locations, "key-1", new { name = "Annex" });
        using var second = await PostAsync(other, Locations, "key-1", new { name = "Annex" });

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.False(second.Headers.Contains("Idempotent-Replayed"));
    }

    [Fact]
    public async Task Write_ManyAtOnceWithOneKey_IsDoneOnce()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(client, Locations, "key-1", new { name = "Annex" })));

        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{a.StatusCode}"));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.All(answers.Where(a => a.StatusCode == HttpStatusCode.Conflict), a => Assert.NotNull(a.Headers.RetryAfter));
        Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>(Locations)).EnumerateArray().Count(l => l.GetProperty("name").GetString() == "Annex"));
    }

    [Fact]
    public async Task Write_KeptAnswer_IsEncryptedAndGoesAfterADay()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();
        using var first = await PostAsync(client, Locations, "key-1", new { name = "Annex" });
        var id = (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(await app.SellerIdAsync());

        Assert.DoesNotContain(id, Encoding.UTF8.GetString((await db.StoredAnswers.SingleAsync()).Content!), StringComparison.OrdinalIgnoreCase);
        await db.StoredAnswers.ExecuteUpdateAsync(set => set.SetProperty(a => a.CreatedAt, TimeProvider.System.GetUtcNow().AddHours(-25)));
        await app.Services.GetRequiredService<Marketplace.Core.ApiAccess.StoredAnswers>().ForgetOldAsync(CancellationToken.None);
        Assert.Equal(0, await db.StoredAnswers.CountAsync());
    }

    [Fact]
    public async Task Limits_TellWhatIsLeftAndWhenToComeBack()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Api:RequestsPerMinute"] = "3" });
        using var client = await app.SignInAsync();

        using var first = await client.GetAsync("/api/v1/platforms/connections");
        Assert.Contains("\"caller\";q=3;w=60", first.Headers.GetValues("RateLimit-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("\"caller\";r=2;", first.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        HttpResponseMessage last = first;
        for (var i = 0; i < 4 && last.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last = await client.GetAsync("/api/v1/platforms/connections");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.True(last.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Contains("\"caller\";r=0;", last.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.Equal("rate-limited", await ConnectFlow.CodeAsync(last));
    }

    [Fact]
    public async Task Limits_AlsoTellWithAProblem()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();

        using var answer = await client.PostAsync(Locations, new StringContent("{", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(answer.Headers.Contains("RateLimit"));
    }

    [Theory]
    [InlineData("POST", "inventory/count", """{"items":[{"sku":"A","quantity":"many"}]}""", "items[0].quantity")]
    [InlineData("POST", "inventory/count", "{ no json", "body")]
    [InlineData("POST", "inventory/locations", """{"name":null}""", "name")]
    [InlineData("GET", "inventory?page=abc", null, "page")]
    [InlineData("GET", "inventory?page=0", null, "page")]
    public async Task Problem_NamesTheFieldAndHasTypeAndTrace(string method, string path, string? body, string field)
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/platforms/{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.StartsWith("/problems/", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.NotEmpty(problem.GetProperty("code").GetString()!);
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => e.Name.Equals(field, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("Marketplace.", text, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string key, object body) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } });
}

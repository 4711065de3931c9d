using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Marketplace.Tests.Web;

public sealed class SignInTests
{
    [Fact]
    public async Task Login_RightPassword_GivesTokenThatOpensTheApi()
    {
        await using var app = TestApp.Start();
        using var client = await app.SignInAsync();

        using var answer = await client.GetAsync("/api/v1/platforms/connections");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("[]", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Login_WrongPassword_LocksAfterFiveAndAnswersAsForNobody()
    {
        await using var app = TestApp.Start();
        using var client = app.Browser();

        var ofNobody = await LoginAsync(client, "not-the-password", "nobody@marketplace.example");
        Assert.Equal(HttpStatusCode.Unauthorized, ofNobody.Status);
        Assert.StartsWith("E-mail or password is wrong.", ofNobody.Detail, StringComparison.Ordinal);

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            Assert.Equal(ofNobody, await LoginAsync(client, "not-the-password"));
        }

        Assert.Equal(ofNobody, await LoginAsync(client, TestApp.Password));
    }

    [Fact]
    public async Task LoginPage_Refusal_TellsNoAccountsAndSendsNoPasswordBack()
    {
        await using var app = TestApp.Start();
        using var browser = PagesSession.Open(app);

        var ofOwner = await PagesSession.SubmitAsync(browser, "/login", "login", ("Input.Email", TestApp.DemoEmail), ("Input.Password", "typed-by-mistake"));
        var ofNobody = await PagesSession.SubmitAsync(browser, "/login", "login", ("Input.Email", "nobody@marketplace.example"), ("Input.Password", "typed-by-mistake"));

        Assert.All([ofOwner, ofNobody], page => Assert.Contains("E-mail and password do not belong together.", page, StringComparison.Ordinal));
        Assert.All([ofOwner, ofNobody], page => Assert.DoesNotContain("typed-by-mistake", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_TokenOfLogin_GivesFreshTokens()
    {
        await using var app = TestApp.Start();
        using var client = app.Browser();
        using var login = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = TestApp.DemoEmail, password = TestApp.Password });
        var tokens = await login.Content.ReadFromJsonAsync<JsonElement>();

        using var refreshed = await client.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = tokens.GetProperty("refreshToken").GetString() });
        using var forged = await client.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = "forged" });

        Assert.Equal("Bearer", (await refreshed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("tokenType").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/platforms/connections", 401)]
    [InlineData("/api/v1/no-such-thing", 404)]
    public async Task Api_RefusedRequest_AnswersProblemDetails(string path, int status)
    {
        await using var app = TestApp.Start();
        using var client = app.Browser();

        using var answer = await client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Login_BodyThatIsNoJson_AnswersProblemDetails()
    {
        await using var app = TestApp.Start();
        using var client = app.Browser();
        using var body = new StringContent("{", null, "application/json");

        using var answer = await client.PostAsync("/api/v1/auth/login", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Login_BeyondTheLimit_Answers429WithRetryAfter()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Api:SignInsPerMinute"] = "2" });
        using var client = app.Browser();
        await LoginAsync(client, TestApp.Password);
        await LoginAsync(client, TestApp.Password);

        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = TestApp.DemoEmail, password = TestApp.Password });

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Api_SellerBeyondTheLimit_Answers429AndLeavesOthersAlone()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Api:RequestsPerMinute"] = "5" });
        await app.AddSellerAsync("other@marketplace.example");
        using var greedy = await app.SignInAsync();
        using var other = await app.SignInAsync("other@marketplace.example");

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var answer = await greedy.GetAsync("/api/v1/platforms/connections");
            statuses.Add(answer.StatusCode);
        }

        using var untouched = await other.GetAsync("/api/v1/platforms/connections");
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, untouched.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string? Detail)> LoginAsync(HttpClient client, string password, string email = TestApp.DemoEmail)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email, password });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, body.TryGetProperty("detail", out var detail) ? detail.GetString() : null);
    }
}

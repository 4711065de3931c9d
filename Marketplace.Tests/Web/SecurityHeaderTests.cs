using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Web;

public sealed partial class SecurityHeaderTests
{
    [Theory]
    [InlineData("/login")]
    [InlineData("/health/live")]
    [InlineData("/api/v1/platforms/connections")]
    [InlineData("/no-such-page")]
    public async Task Answer_OfAnyKind_HasTheHeaders(string path)
    {
        await using var app = TestApp.Start();
        using var browser = app.Browser();

        using var answer = await browser.GetAsync(path);

        Assert.Equal("nosniff", Value(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Value(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Value(answer, "Referrer-Policy"));
        var policy = Value(answer, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_InlineScripts_CarryTheNonceOfTheirAnswerAlone()
    {
        await using var app = TestApp.Start();
        using var browser = app.Browser();
        var nonces = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await browser.GetAsync("/login");
            var nonce = Nonce().Match(Value(answer, "Content-Security-Policy")).Groups[1].Value;
            nonces.Add(nonce);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.All(InlineScript().Matches(html), script => Assert.Contains(System.Net.WebUtility.HtmlEncode(nonce), script.Value.Replace("&#x2B;", "+", StringComparison.Ordinal), StringComparison.Ordinal));
        }

        Assert.NotEqual(nonces[0], nonces[1]);
    }

    [Fact]
    public async Task Page_OfSomebody_IsKeptByNoCache()
    {
        await using var app = TestApp.Start();
        using var browser = await PagesSession.SignInAsync(app, TestApp.DemoEmail);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

        using var answer = await browser.SendAsync(request);

        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Proxy_ThatTheSettingsDoNotName_IsNotBelieved()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Web:ProxyNetworks:0"] = "203.0.113.0/24" });
        using var browser = app.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");

        using var answer = await browser.GetAsync("/");

        Assert.DoesNotContain("evil.example", answer.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Proxy_ThatTheSettingsName_TellsTheScheme()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Web:ProxyNetworks:0"] = "127.0.0.0/8", ["Web:ProxyNetworks:1"] = "::1/128" });
        using var browser = app.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.4");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Host", "shop.example");

        using var answer = await browser.GetAsync("/login");

        Assert.Contains("max-age=", Value(answer, "Strict-Transport-Security"), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ProxyThatIsNoNetwork_IsRefusedAndNamesTheSetting()
    {
        var refusal = Assert.ThrowsAny<Exception>(() => TestApp.Start(new Dictionary<string, string?> { ["Web:ProxyNetworks:0"] = "proxy.local" }));

        Assert.Contains("Web:ProxyNetworks", refusal.ToString(), StringComparison.Ordinal);
    }

    private static string Value(HttpResponseMessage answer, string header) => answer.Headers.TryGetValues(header, out var values) ? string.Join(", ", values) : "";

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script(?![^>]* src=)[^>]*>")]
    private static partial Regex InlineScript();
}

using System.Net;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Web;

/// <summary>Cookies over https, which in truth a proxy before the application speaks.</summary>
public sealed partial class HostCookieTests
{
    private static readonly Dictionary<string, string?> BehindProxy = new() { ["Web:ProxyNetworks:0"] = "127.0.0.0/8", ["Web:ProxyNetworks:1"] = "::1/128" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_OverHttps_SetsCookiesOfThisHostAlone()
    {
        await using var app = TestApp.Start(BehindProxy);
        using var browser = app.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        var cookies = await SignInAsync(browser);

        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-marketplace=", StringComparison.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("; path=/", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.Ordinal);
            Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Cookie_WithoutThePrefix_OpensNothingOverHttps()
    {
        await using var app = TestApp.Start(BehindProxy);
        using var browser = app.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var own = (await SignInAsync(browser)).Single(cookie => cookie.StartsWith("__Host-marketplace=", StringComparison.Ordinal)).Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, await OpenAsync(browser, own));
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(browser, $"stuck=to-one; {own}"));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(browser, own["__Host-".Length..]));
    }

    [Fact]
    public async Task SignIn_InTheClear_SetsPlainCookies()
    {
        await using var app = TestApp.Start();
        using var browser = app.Browser();

        var cookies = await SignInAsync(browser);

        Assert.Contains(cookies, cookie => cookie.StartsWith("marketplace=", StringComparison.Ordinal));
        Assert.DoesNotContain(cookies, cookie => cookie.StartsWith("__Host-", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> SignInAsync(HttpClient browser)
    {
        using var form = await browser.GetAsync("/login", Cancel);
        var first = CookiesOf(form);
        var page = await form.Content.ReadAsStringAsync(Cancel);
        var fields = HiddenField().Matches(page).Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)))
            .Append(new("Input.Email", TestApp.DemoEmail)).Append(new("Input.Password", TestApp.Password));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", string.Join("; ", first.Select(cookie => cookie.Split(';')[0])));
        using var answer = await browser.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return [.. first, .. CookiesOf(answer)];
    }

    private static async Task<HttpStatusCode> OpenAsync(HttpClient browser, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", cookies);
        using var answer = await browser.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private static IReadOnlyList<string> CookiesOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""")]
    private static partial Regex HiddenField();
}

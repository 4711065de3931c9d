using System.Net;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Web;

/// <summary>A browser's session with the pages: fills forms and keeps cookies.</summary>
internal static partial class PagesSession
{
    /// <summary>A visitor who is not signed in.</summary>
    public static HttpClient Open(TestApp app) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = app.Address };

    /// <summary>Signs in on the login page.</summary>
    public static async Task<HttpClient> SignInAsync(TestApp app, string email)
    {
        var browser = Open(app);
        using var answer = await PostAsync(browser, "/login", "login", ("Input.Email", email), ("Input.Password", TestApp.Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>Opens a page, fills one of its forms and sends it.</summary>
    /// <returns>The page that comes back.</returns>
    public static async Task<string> SubmitAsync(HttpClient browser, string path, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await PostAsync(browser, path, form, fields);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>Opens a page, fills one of its forms and sends it.</summary>
    /// <returns>The answer, which may lead elsewhere.</returns>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, string form, params (string Name, string Value)[] fields)
    {
        var page = await browser.GetStringAsync(path);

        // Of several forms on a page each has the same proof of origin and a name of its own.
        var hidden = HiddenFields().Matches(page).Select(m => (Name: m.Groups["name"].Value, Value: WebUtility.HtmlDecode(m.Groups["value"].Value))).ToList();
        Assert.Contains(("_handler", form), hidden);
        var sent = hidden.Where(f => f.Name != "_handler").DistinctBy(f => f.Name).Append(("_handler", form)).Concat(fields);
        using var body = new FormUrlEncodedContent(sent.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await browser.PostAsync(path, body);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""")]
    private static partial Regex HiddenFields();
}

using System.Net;
using System.Text.RegularExpressions;

namespace Marketplace.Tests.Web;

/// <summary>A browser's session with the pages: signs in by the form and keeps the cookie.</summary>
internal static partial class PagesSession
{
    /// <summary>Signs in on the login page.</summary>
    public static async Task<HttpClient> SignInAsync(TestApp app, string email)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = app.Address };
        var page = await browser.GetStringAsync("/login");
        var fields = HiddenFields().Matches(page).Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)));
        using var form = new FormUrlEncodedContent([.. fields, new("Input.Email", email), new("Input.Password", TestApp.Password)]);
        using var answer = await browser.PostAsync("/login", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""")]
    private static partial Regex HiddenFields();
}

using System.Net.Http.Json;
using System.Text.Json;

namespace Marketplace.Tests.Web;

/// <summary>The steps of connecting a store, as a browser and a program take them.</summary>
internal static class ConnectFlow
{
    /// <summary>Asks the API for the consent page.</summary>
    public static async Task<Uri> StartAsync(HttpClient client, string platform, string query = "")
    {
        var answer = await client.GetFromJsonAsync<JsonElement>($"/api/v1/platforms/connect/{platform}{query}");
        return new Uri(answer.GetProperty("authorizationUrl").GetString()!);
    }

    /// <summary>Presses a button on the consent page.</summary>
    /// <returns>Address that the marketplace sends the browser to.</returns>
    public static async Task<Uri> DecideAsync(TestApp app, Uri page, string decision = "approve")
    {
        using var browser = app.Browser();
        using var form = new FormUrlEncodedContent([new("decision", decision)]);
        using var answer = await browser.PostAsync(page, form);
        Assert.NotNull(answer.Headers.Location);
        return new Uri(page, answer.Headers.Location);
    }

    /// <summary>Follows the redirect, as a browser or, asking for JSON, as a program.</summary>
    public static async Task<HttpResponseMessage> ReturnAsync(TestApp app, Uri back, string accept = "application/json")
    {
        using var browser = app.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, back) { Headers = { { "Accept", accept } } };
        return await browser.SendAsync(request);
    }

    /// <summary>Connects a store from beginning to end.</summary>
    /// <returns>Id of the first store that was opened.</returns>
    public static async Task<Guid> ConnectAsync(TestApp app, HttpClient client, string platform)
    {
        using var answer = await ReturnAsync(app, await DecideAsync(app, await StartAsync(client, platform)));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connections")[0].GetGuid();
    }

    /// <summary>The store as the API shows it.</summary>
    public static async Task<JsonElement> ConnectionAsync(HttpClient client, Guid id) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/platforms/connections")).EnumerateArray().Single(c => c.GetProperty("id").GetGuid() == id);

    /// <summary>The code word of a problem.</summary>
    public static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}

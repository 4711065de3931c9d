using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Platforms.Amazon;

namespace Marketplace.Tests.Sandbox.Amazon;

/// <summary>Speaks to the sandbox as a third party's client does: real host name, own requests.</summary>
internal static class AmazonWire
{
    public const string Api = "sellingpartnerapi-na.amazon.com";

    public static async Task<HttpResponseMessage> SendAsync(this AmazonBed bed, HttpMethod method, string host, string target, string? token = null, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(bed.Sandbox.Address, target)) { Content = body };
        request.Headers.Host = host;
        if (token is not null)
        {
            request.Headers.Add("x-amz-access-token", token);
        }

        return await bed.Http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> GetAsync(this AmazonBed bed, string target, string? token) => bed.SendAsync(HttpMethod.Get, Api, target, token);

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>An access token for the refresh token that the sandbox prints.</summary>
    public static async Task<string> TokenAsync(this AmazonBed bed, string suffix = "")
    {
        using var answer = await bed.SendAsync(HttpMethod.Post, "api.amazon.com", "/auth/o2/token", null, JsonContent.Create(new
        {
            grant_type = "refresh_token",
            refresh_token = bed["RefreshToken" + suffix],
            client_id = bed["ClientId"],
            client_secret = bed["ClientSecret"],
        }));
        Assert.Equal(200, (int)answer.StatusCode);
        return (await answer.BodyAsync()).GetProperty("access_token").GetString()!;
    }

    public static async Task<JsonElement> BodyAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>First error of an answer.</summary>
    public static async Task<(int Status, string Code, string Message, string Details)> ErrorAsync(this HttpResponseMessage answer)
    {
        var error = (await answer.BodyAsync()).GetProperty("errors")[0];
        string Of(string name) => error.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        return ((int)answer.StatusCode, Of("code"), Of("message"), Of("details"));
    }
}

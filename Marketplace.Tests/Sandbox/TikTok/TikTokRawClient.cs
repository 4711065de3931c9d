using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms.TikTok;

namespace Marketplace.Tests.Sandbox.TikTok;

/// <summary>Sends single requests to the sandbox's TikTok Shop, right or wrong on purpose.</summary>
public sealed class TikTokRawClient(TestSandbox sandbox, string accessToken) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = sandbox.Address };
    private readonly IReadOnlyDictionary<string, string> credentials = sandbox.Marketplace("tiktok").Credentials.Values;

    /// <summary>Query values to put in, or to leave out where null.</summary>
    public Dictionary<string, string?> Override { get; } = [];

    /// <summary>Body that is signed, where it differs from the one that is sent.</summary>
    public string? SignedBody { get; set; }

    public string? Token { get; set; } = accessToken;

    public string? ContentType { get; set; } = "application/json";

    public bool ByPrefix { get; set; }

    /// <summary>Query values written into the address as they are, already encoded.</summary>
    public string RawQuery { get; set; } = "";

    public async Task<TikTokAnswer> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] parameters)
    {
        var query = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["app_key"] = credentials["AppKey"],
            ["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["shop_cipher"] = credentials["ShopCipher"],
        };
        foreach (var (name, value) in parameters)
        {
            query[name] = value;
        }

        foreach (var (name, value) in Override.Where(pair => pair.Key != "sign"))
        {
            if (value is null)
            {
                query.Remove(name);
            }
            else
            {
                query[name] = value;
            }
        }

        var signedPath = ByPrefix ? "/sandbox/tiktok/api" + path : path;
        var sign = TikTokSigner.Sign(credentials["AppSecret"], signedPath, query, ContentType, Encoding.UTF8.GetBytes(SignedBody ?? body ?? ""));
        if (!Override.TryGetValue("sign", out var given) || given is not null)
        {
            query["sign"] = given ?? sign;
        }

        using var message = new HttpRequestMessage(method, "/sandbox/tiktok/api" + path + "?" + string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")) + RawQuery);
        message.Headers.TryAddWithoutValidation("x-tts-access-token", Token);
        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""));
        message.Content.Headers.ContentType = ContentType is null ? null : MediaTypeHeaderValue.Parse(ContentType);
        using var answer = await http.SendAsync(message);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return new TikTokAnswer((int)answer.StatusCode, json.GetProperty("code").GetInt64(), json.GetProperty("message").GetString()!, json);
    }

    public void Dispose() => http.Dispose();
}

/// <summary>An answer, opened.</summary>
public sealed record TikTokAnswer(int Status, long Code, string Message, JsonElement Json)
{
    public JsonElement Data => Json.GetProperty("data");
}

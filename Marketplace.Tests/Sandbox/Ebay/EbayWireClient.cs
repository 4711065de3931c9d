using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Marketplace.Tests.Platforms.Ebay;

namespace Marketplace.Tests.Sandbox.Ebay;

/// <summary>Somebody else's client: bare HTTP against the local eBay, addressed by host name.</summary>
internal sealed class EbayWireClient : IAsyncDisposable
{
    public const string Scopes =
        "https://api.ebay.com/oauth/api_scope https://api.ebay.com/oauth/api_scope/sell.fulfillment https://api.ebay.com/oauth/api_scope/sell.inventory https://api.ebay.com/oauth/api_scope/commerce.identity.readonly";

    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false });

    private EbayWireClient(TestSandbox sandbox) => Sandbox = sandbox;

    public TestSandbox Sandbox { get; }

    public EbaySandbox Market => (EbaySandbox)Sandbox.Marketplace("ebay");

    public IReadOnlyDictionary<string, string> Keys => Market.Credentials.Values;

    public string? Token { get; set; }

    public string? Locale { get; set; } = "en-US";

    /// <summary>A client with a token for the scopes.</summary>
    public static async Task<EbayWireClient> ConnectAsync(SandboxOptions? options = null, TimeProvider? time = null, string scopes = Scopes)
    {
        var client = new EbayWireClient(await TestSandbox.StartAsync(options ?? new SandboxOptions { EnforceLimits = false, Listings = 40, Orders = 12 }, time));
        var grant = await client.GrantAsync("authorization_code", ("code", await client.CodeAsync(scopes)), ("redirect_uri", client.Keys["RuName"]));
        client.Token = grant.Json.GetProperty("access_token").GetString();
        return client;
    }

    /// <summary>A code from the consent page.</summary>
    public async Task<string> CodeAsync(string scopes = Scopes)
    {
        var consent = new Uri($"https://auth.ebay.com/oauth2/authorize?client_id={Keys["ClientId"]}&redirect_uri={Keys["RuName"]}&response_type=code&scope={Uri.EscapeDataString(scopes)}&state=s");
        return (await EbayConsentPage.DecideAsync(Sandbox, consent, "approve"))["code"];
    }

    /// <summary>A call of the token endpoint with the right keyset.</summary>
    public Task<EbayAnswer> GrantAsync(string grant, params (string Name, string Value)[] form) => GrantAsync($"{Keys["ClientId"]}:{Keys["ClientSecret"]}", grant, form);

    /// <summary>A call of the token endpoint.</summary>
    public async Task<EbayAnswer> GrantAsync(string keyset, string grant, params (string Name, string Value)[] form)
    {
        using var request = Request(HttpMethod.Post, "api.ebay.com", "/identity/v1/oauth2/token");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(keyset)));
        request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)).Append(KeyValuePair.Create("grant_type", grant)));
        return await SendAsync(request);
    }

    /// <summary>GET on the main host.</summary>
    public Task<EbayAnswer> GetAsync(string pathAndQuery, string host = "api.ebay.com") => SendAsync(WithToken(Request(HttpMethod.Get, host, pathAndQuery)));

    /// <summary>POST of JSON on the main host.</summary>
    public Task<EbayAnswer> PostAsync(string path, object body)
    {
        var request = WithToken(Request(HttpMethod.Post, "api.ebay.com", path));
        request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return SendAsync(request);
    }

    /// <summary>PUT of JSON on the main host.</summary>
    public Task<EbayAnswer> PutAsync(string path, object body)
    {
        var request = WithToken(Request(HttpMethod.Put, "api.ebay.com", path));
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        request.Content.Headers.ContentLanguage.Add("en-US");
        return SendAsync(request);
    }

    /// <summary>DELETE on the main host.</summary>
    public Task<EbayAnswer> DeleteAsync(string path) => SendAsync(WithToken(Request(HttpMethod.Delete, "api.ebay.com", path)));

    /// <summary>The time that it is.</summary>
    public DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    /// <summary>Sends a request as it is.</summary>
    public async Task<EbayAnswer> SendAsync(HttpRequestMessage request)
    {
        using var answer = await http.SendAsync(request);
        return new EbayAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString);
    }

    /// <summary>A request addressed to one of eBay's hosts.</summary>
    public HttpRequestMessage Request(HttpMethod method, string host, string pathAndQuery)
    {
        var request = new HttpRequestMessage(method, Sandbox.Address.GetLeftPart(UriPartial.Authority) + pathAndQuery);
        request.Headers.Add("X-Original-Host", host);
        return request;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Sandbox.DisposeAsync();
    }

    private HttpRequestMessage WithToken(HttpRequestMessage request)
    {
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (Locale is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", Locale);
        }

        return request;
    }
}

/// <summary>An answer, read.</summary>
internal sealed record EbayAnswer(int Status, string Body, string? Location)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>Number of the first error in the REST envelope.</summary>
    public int ErrorId => Json.GetProperty("errors")[0].GetProperty("errorId").GetInt32();

    /// <summary>OAuth's error word.</summary>
    public string? OAuthError => Json.GetProperty("error").GetString();
}

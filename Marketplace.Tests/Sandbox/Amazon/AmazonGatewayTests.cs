using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Platforms.Amazon;

namespace Marketplace.Tests.Sandbox.Amazon;

public sealed class AmazonGatewayTests
{
    private const string Participations = "/sellers/v1/marketplaceParticipations";

    [Fact]
    public async Task Token_FormAndJson_AreBothTaken_AndNeverStored()
    {
        await using var bed = await AmazonBed.StartAsync();
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", bed["RefreshToken"]), new("client_id", bed["ClientId"]), new("client_secret", bed["ClientSecret"])]);
        using var answer = await bed.SendAsync(HttpMethod.Post, "api.amazon.com", "/auth/o2/token", null, form);
        var body = await answer.BodyAsync();

        Assert.StartsWith("Atza|", body.GetProperty("access_token").GetString(), StringComparison.Ordinal);
        Assert.Equal(("bearer", 3600), (body.GetProperty("token_type").GetString(), body.GetProperty("expires_in").GetInt32()));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.StartsWith("Atza|", await bed.TokenAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", 400, "invalid_request")]
    [InlineData("""{"grant_type":"refresh_token","client_id":"x","client_secret":"y","refresh_token":"z"}""", 401, "invalid_client")]
    [InlineData("""{"grant_type":"refresh_token","client_id":"ID","client_secret":"SECRET","refresh_token":"Atzr|nonsense"}""", 400, "invalid_grant")]
    [InlineData("""{"grant_type":"authorization_code","client_id":"ID","client_secret":"SECRET","code":"old"}""", 400, "invalid_grant")]
    [InlineData("""{"grant_type":"password","client_id":"ID","client_secret":"SECRET"}""", 400, "unsupported_grant_type")]
    [InlineData("""{"grant_type":"client_credentials","scope":"everything","client_id":"ID","client_secret":"SECRET"}""", 400, "invalid_scope")]
    public async Task Token_WrongRequests_GetLwaErrors(string json, int status, string error)
    {
        await using var bed = await AmazonBed.StartAsync();
        using var body = AmazonWire.Json(json.Replace("\"ID\"", $"\"{bed["ClientId"]}\"", StringComparison.Ordinal).Replace("\"SECRET\"", $"\"{bed["ClientSecret"]}\"", StringComparison.Ordinal));
        using var answer = await bed.SendAsync(HttpMethod.Post, "api.amazon.com", "/auth/o2/token", null, body);
        Assert.Equal((status, error), ((int)answer.StatusCode, (await answer.BodyAsync()).GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData(null, "Access token is missing in the request header.")]
    [InlineData("Atza|made-up", "The access token you provided is revoked, malformed or invalid.")]
    public async Task Api_WithoutGoodToken_Is403(string? token, string details)
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.GetAsync(Participations, token);
        Assert.Equal((403, "Unauthorized", "Access to requested resource is denied.", details), await answer.ErrorAsync());
    }

    [Fact]
    public async Task Api_TokenOfAnotherRegion_IsDenied()
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.GetAsync(Participations, await bed.TokenAsync("EU"));
        Assert.Equal((403, "Unauthorized", ""), ((await answer.ErrorAsync()) is var e ? (e.Status, e.Code, e.Details) : default));
    }

    [Fact]
    public async Task Api_BodyOnGet_IsAnHtml400()
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.SendAsync(HttpMethod.Get, AmazonWire.Api, Participations, await bed.TokenAsync(), AmazonWire.Json("{}"));
        Assert.Equal((400, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Headers_RateOnlyWhereAmazonNamesIt_RequestIdAlways()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { RateFactor = 10 });
        var token = await bed.TokenAsync();
        using var good = await bed.GetAsync(Participations, token);
        Assert.Equal("0.16", Assert.Single(good.Headers.GetValues("x-amzn-RateLimit-Limit")));

        bed.Faults.Arm("amazon", "getMarketplaceParticipations", FaultKind.Throttle, 1, null);
        using var throttled = await bed.GetAsync(Participations, token);
        Assert.Equal((429, "QuotaExceeded", "You exceeded your quota for the requested resource.", ""), await throttled.ErrorAsync());
        Assert.False(throttled.Headers.Contains("x-amzn-RateLimit-Limit"));
        Assert.All([good, throttled], a => Assert.True(a.Headers.Contains("x-amzn-RequestId")));
    }

    [Fact]
    public async Task Limits_BurstThen429()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions());
        var token = await bed.TokenAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 17; i++)
        {
            using var answer = await bed.GetAsync(Participations, token);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal(15, statuses.Count(s => s == 200));
        Assert.Equal(429, statuses[^1]);
    }

    [Fact]
    public async Task Restart_KeepsTokensOfTheSeed()
    {
        string token;
        await using (var first = await AmazonBed.StartAsync())
        {
            token = await first.TokenAsync();
        }

        await using var second = await AmazonBed.StartAsync();
        using var answer = await second.GetAsync(Participations, token);
        Assert.Equal(200, (int)answer.StatusCode);
    }
}

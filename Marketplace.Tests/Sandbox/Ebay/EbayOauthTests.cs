using System.Net.Http.Headers;
using Marketplace.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sandbox.Ebay;

public sealed class EbayOauthTests
{
    [Fact]
    public async Task Code_Exchanged_BringsTokensOfTheRealLives()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var answer = await ebay.GrantAsync("authorization_code", ("code", await ebay.CodeAsync()), ("redirect_uri", ebay.Keys["RuName"]));

        Assert.Equal(200, answer.Status);
        Assert.Equal(7200, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal(47_304_000, answer.Json.GetProperty("refresh_token_expires_in").GetInt32());
        Assert.Equal("User Access Token", answer.Json.GetProperty("token_type").GetString());
    }

    [Theory]
    [InlineData("authorization_code", "invalid_request")]
    [InlineData("refresh_token", "invalid_request")]
    [InlineData("client_credentials", "invalid_scope")]
    [InlineData("password", "unsupported_grant_type")]
    public async Task Grant_LacksWhatItNeeds_IsRefusedInOauthShape(string grant, string error)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var answer = await ebay.GrantAsync(grant);

        Assert.Equal(400, answer.Status);
        Assert.Equal(error, answer.OAuthError);
    }

    [Fact]
    public async Task Code_WithAnAddressForTheRuName_IsInvalidGrant()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var answer = await ebay.GrantAsync("authorization_code", ("code", await ebay.CodeAsync()), ("redirect_uri", "https://example.test/callback"));

        Assert.Equal("invalid_grant", answer.OAuthError);
    }

    [Fact]
    public async Task Keyset_Wrong_IsInvalidClient()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var answer = await ebay.GrantAsync("nobody:nothing", "refresh_token", ("refresh_token", "x"));

        Assert.Equal(401, answer.Status);
        Assert.Equal("invalid_client", answer.OAuthError);
    }

    [Fact]
    public async Task Refresh_DoesNotRotateAndKeepsToConsentedScopes()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var first = await ebay.GrantAsync("authorization_code", ("code", await ebay.CodeAsync()), ("redirect_uri", ebay.Keys["RuName"]));
        var refresh = first.Json.GetProperty("refresh_token").GetString()!;

        var plain = await ebay.GrantAsync("refresh_token", ("refresh_token", refresh));
        var narrow = await ebay.GrantAsync("refresh_token", ("refresh_token", refresh), ("scope", "https://api.ebay.com/oauth/api_scope/sell.fulfillment"));
        var wide = await ebay.GrantAsync("refresh_token", ("refresh_token", refresh), ("scope", EbayWireClient.Scopes + " https://api.ebay.com/oauth/api_scope/sell.marketing"));

        Assert.Equal(200, plain.Status);
        Assert.False(plain.Json.TryGetProperty("refresh_token", out _));
        Assert.Equal("invalid_scope", wide.OAuthError);
        ebay.Token = narrow.Json.GetProperty("access_token").GetString();
        Assert.Equal(200, (await ebay.GetAsync("/sell/fulfillment/v1/order")).Status);
        Assert.Equal(403, (await ebay.GetAsync("/sell/inventory/v1/inventory_item")).Status);
    }

    [Fact]
    public async Task Token_MissingOrGarbage_IsRefusedInTheirOwnWords()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        ebay.Token = null;
        var missing = await ebay.GetAsync("/sell/fulfillment/v1/order");
        ebay.Token = "garbage";
        var garbage = await ebay.GetAsync("/sell/fulfillment/v1/order");

        Assert.Equal((401, 1002), (missing.Status, missing.ErrorId));
        Assert.Equal((401, 1001), (garbage.Status, garbage.ErrorId));
        Assert.Equal("Invalid access token", garbage.Json.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Token_Expired_IsAMissingPermissionToTheInventoryApiOnly()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var ebay = await EbayWireClient.ConnectAsync(time: clock);
        clock.Advance(TimeSpan.FromSeconds(7201));

        var orders = await ebay.GetAsync("/sell/fulfillment/v1/order");
        var items = await ebay.GetAsync("/sell/inventory/v1/inventory_item");

        Assert.Equal((401, 1001), (orders.Status, orders.ErrorId));
        Assert.Equal((403, 1100), (items.Status, items.ErrorId));
    }

    [Fact]
    public async Task ApplicationToken_OnASellersResource_IsDenied()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var grant = await ebay.GrantAsync("client_credentials", ("scope", EbayWireClient.Scopes));
        ebay.Token = grant.Json.GetProperty("access_token").GetString();

        Assert.Equal("Application Access Token", grant.Json.GetProperty("token_type").GetString());
        Assert.Equal(403, (await ebay.GetAsync("/sell/fulfillment/v1/order")).Status);
    }

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("redirect_uri", "https://example.test")]
    [InlineData("response_type", "token")]
    [InlineData("scope", "everything")]
    public async Task Consent_WrongLink_ShowsAPageOfErrorAndNoWayBack(string name, string value)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var query = new Dictionary<string, string>
        {
            ["client_id"] = ebay.Keys["ClientId"],
            ["redirect_uri"] = ebay.Keys["RuName"],
            ["response_type"] = "code",
            ["scope"] = EbayWireClient.Scopes,
            ["state"] = "s",
        };
        query[name] = value;

        var answer = await ebay.GetAsync("/oauth2/authorize?" + string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")), "auth.ebay.com");

        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Location);
    }

    [Theory]
    [InlineData("/commerce/identity/v1/user/")]
    [InlineData("/commerce/identity/v1/user")]
    public async Task Identity_OnItsOwnHostOnly(string path)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var user = await ebay.GetAsync(path, "apiz.ebay.com");
        var wrong = await ebay.GetAsync(path);

        Assert.Equal(ebay.Keys["SellerId"], user.Json.GetProperty("userId").GetString());
        Assert.Equal((404, ""), (wrong.Status, wrong.Body));
    }

    [Fact]
    public async Task UnknownPath_OnTheRightHost_HasABody()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var answer = await ebay.GetAsync("/sell/nothing/v1/here");

        Assert.Equal((404, 2002), (answer.Status, answer.ErrorId));
    }

    [Fact]
    public async Task Quota_OfTheDay_EndsAt429AndStartsAfreshAtMidnightPacific()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 10, 7, 0, 0, TimeSpan.Zero));
        await using var ebay = await EbayWireClient.ConnectAsync(new SandboxOptions { Listings = 3, Orders = 0, RateFactor = 0.001 }, clock);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await ebay.GetAsync("/commerce/identity/v1/user/", "apiz.ebay.com")).Status);
        }

        var over = await ebay.GetAsync("/commerce/identity/v1/user/", "apiz.ebay.com");
        clock.Advance(TimeSpan.FromMinutes(61));
        var nextDay = await ebay.GetAsync("/commerce/identity/v1/user/", "apiz.ebay.com");

        Assert.Equal((429, 2001), (over.Status, over.ErrorId));
        Assert.Equal(200, nextDay.Status);
    }

    [Fact]
    public async Task Client_WithOddHeaders_IsServed()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        using var request = ebay.Request(HttpMethod.Get, "api.sandbox.ebay.com", "/sell/fulfillment/v1/order?filter=creationdate:%5B2026-01-01T00:00:00.000Z..%5D,orderfulfillmentstatus:%7BNOT_STARTED%7CIN_PROGRESS%7D");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ebay.Token);
        request.Headers.TryAddWithoutValidation("access-control-allow-origin", "*");
        request.Headers.TryAddWithoutValidation("accept-encoding", "application/gzip");
        request.Headers.TryAddWithoutValidation("x-ebay-c-marketplace-id", "EBAY_US");
        request.Headers.TryAddWithoutValidation("x-ebay-enforce-signature", "true");

        var answer = await ebay.SendAsync(request);

        Assert.Equal(200, answer.Status);
        Assert.Equal(12, answer.Json.GetProperty("total").GetInt32());
    }
}

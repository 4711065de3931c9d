using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Marketplace.Core.Platforms.TikTok;

namespace Marketplace.Tests.Platforms.TikTok;

/// <summary>The mistakes that other integrations of TikTok Shop have made in public, each tried on ours.</summary>
public sealed class TikTokPitfallTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Pitfall1_MarkAsShippedInAMarketWithoutIt_IsExplained() =>
        Assert.Contains("market", Explain("21008106").Message, StringComparison.Ordinal);

    [Fact]
    public void Pitfall2_ScopeNotEnabled_AsksForScopeAndConsent()
    {
        var failure = Explain("105005", "you should apply auth pkg for this api");

        Assert.Equal(FailureKind.NeedsReauthorization, failure.Kind);
        Assert.Contains("scope", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pitfall3_MissingMember_IsNoTokenError() => Assert.Equal(FailureKind.Rejected, Explain("36009004", "param body.address is missing").Kind);

    [Theory]
    [InlineData("36004001")]
    [InlineData("36004005")]
    public void Pitfall4_UndocumentedRefreshFailures_AskForConsent(string code) => Assert.Equal(FailureKind.NeedsReauthorization, Explain(code).Kind);

    [Fact]
    public async Task Pitfall5_ShopsAreNamedByCipher_EachReadsItsOwnOrders()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "US,GB");
        var second = store.ConnectionOf(store.Stores[1], store.Tokens);
        var mine = (await store.OrdersAsync()).Select(order => order.ExternalId).ToHashSet();

        await foreach (var page in store.Platform.Orders!.ListAsync(second, null, Cancel))
        {
            Assert.DoesNotContain(page.Items, order => mine.Contains(order.ExternalId));
            Assert.All(page.Items, order => Assert.Equal("GBP", order.Total.Currency));
        }
    }

    [Fact]
    public async Task Pitfall6_EndOfTheAuthorisation_IsTakenFromTheAnswer()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var tokens = store.Stores[0].Tokens;

        Assert.InRange(tokens.RefreshExpiresAt!.Value, TimeProvider.System.GetUtcNow().AddDays(364), TimeProvider.System.GetUtcNow().AddDays(366));
        Assert.InRange(tokens.AccessExpiresAt, TimeProvider.System.GetUtcNow().AddDays(6), TimeProvider.System.GetUtcNow().AddDays(8));
    }

    [Fact]
    public void Pitfall7_LimitOfANewShop_IsToldInTikTokShopsOwnWords()
    {
        var failure = Explain("12052999", "The number of products listed today has reached the limit.");

        Assert.Equal(FailureKind.Rejected, failure.Kind);
        Assert.Contains("listed today has reached the limit", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pitfall8_PathAndBody_AreBothSigned()
    {
        KeyValuePair<string, string>[] query = [new("app_key", "29a39d"), new("timestamp", "1623812664")];

        Assert.NotEqual(TikTokSigner.Sign("s", "/a", query, "application/json", "{}"u8), TikTokSigner.Sign("s", "/b", query, "application/json", "{}"u8));
        Assert.NotEqual(TikTokSigner.Sign("s", "/a", query, "application/json", """{"a":1}"""u8), TikTokSigner.Sign("s", "/a", query, "application/json", """{ "a": 1 }"""u8));
        Assert.Contains("AppSecret", Explain("106001").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pitfall9_ExpiredAccessToken_IsRenewedNotGivenUp() =>
        Assert.Equal(FailureKind.TokenRefused, Explain("105002", "access token is expired, please refresh it").Kind);

    [Fact]
    public async Task Pitfall10_MaskedAddress_IsKeptAsItIsAndDecidesNothing()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.TikTokShippingPercent = 100);

        var order = await store.OrderAsync();

        Assert.Equal(RemoteOrderStatus.ReadyToShip, order.Status);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(500)]
    public void Pitfall11_SuccessIsTheCode_NotTheStatus(int status) =>
        Assert.Null(TikTokErrors.Judge(Answer(status, """{"code":0,"message":"Success","data":{}}"""), TimeProvider.System));

    [Fact]
    public async Task Pitfall12_NoTrackingNumberBeforeShipping_IsNoShipment()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "ID");

        var order = await store.OrderAsync();

        Assert.Empty(await store.Platform.Shipments!.ReadAsync(store.Connection, order.ExternalId, order.PlatformData, Cancel));
    }

    [Fact]
    public async Task Pitfall13_OnHold_IsPaidButNotShippable()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.OnHoldSeconds = 3600);

        var order = await store.OrderAsync();

        Assert.Equal((RemoteOrderStatus.Pending, null), (order.Status, order.Buyer));
    }

    [Fact]
    public async Task Pitfall14_AnotherBaseAddress_LeavesTheSignatureAsItIs()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var values = store.Shop.Credentials.Values;
        var query = new Dictionary<string, string>
        {
            ["app_key"] = values["AppKey"],
            ["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        var sign = TikTokSigner.Sign(values["AppSecret"], "/authorization/202309/shops", query, "application/json", []);
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(
            HttpMethod.Get, new Uri(store.Sandbox.Address, $"/sandbox/tiktok/api/authorization/202309/shops?app_key={query["app_key"]}&timestamp={query["timestamp"]}&sign={sign}"));
        message.Content = new StringContent("", Encoding.UTF8, "application/json");
        message.Headers.Add("x-tts-access-token", store.Tokens.Current.AccessToken);

        using var answer = await client.SendAsync(message, Cancel);

        Assert.Equal(0, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("code").GetInt32());
    }

    [Fact]
    public void Pitfall15_WebhookSignature_BeginsWithTheAppKey()
    {
        var body = """{"type":1}"""u8;
        var withoutKey = TikTokWebhookSignature.Compute("", "secret", body);

        Assert.False(TikTokWebhookSignature.Verify("key", "secret", withoutKey, body));
        Assert.True(TikTokWebhookSignature.Verify("key", "secret", TikTokWebhookSignature.Compute("key", "secret", body), body));
    }

    private static PlatformFailure Explain(string code, string message = "") => TikTokErrors.Explain(code, message);

    private static PlatformResponse Answer(int status, string body) =>
        new(status, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
}

using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Tests.Platforms.TikTok;

namespace Marketplace.Tests.Sandbox.TikTok;

public partial class TikTokGateTests
{
    private const string Search = "/order/202309/orders/search";

    [Fact]
    public async Task Answer_ToARightRequest_IsAnEnvelope()
    {
        var answer = await SendAsync(_ => { });

        Assert.Equal((200, 0, "Success"), (answer.Status, answer.Code, answer.Message));
        Assert.Matches(RequestId(), answer.Json.GetProperty("request_id").GetString()!);
    }

    [Theory]
    [InlineData("/order/202309/orders/serach", 404, 36009009)]
    [InlineData("/order/209912/orders/search", 400, 36009014)]
    public async Task Path_Unknown_ComesBeforeEverything(string path, int status, long code)
    {
        var answer = await SendAsync(client => client.Override["app_key"] = "nobody", path);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Method_Wrong_HasItsOwnCode() => Assert.Equal(36009010, (await SendAsync(_ => { }, method: HttpMethod.Put)).Code);

    [Fact]
    public async Task AppKey_Wrong_ComesBeforeTimestampAndSign()
    {
        var answer = await SendAsync(client => (client.Override["app_key"], client.Override["timestamp"], client.Override["sign"]) = ("nobody", "1", null));

        Assert.Equal((400, 36009004), (answer.Status, answer.Code));
        Assert.Contains("`app_key`", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-299, null)]
    [InlineData(28, null)]
    [InlineData(-305, "earlier than 5 minutes")]
    [InlineData(35, "more than 30 seconds")]
    public async Task Timestamp_Window_IsNotSymmetric(int offset, string? complaint)
    {
        var time = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + offset).ToString(CultureInfo.InvariantCulture);

        var answer = await SendAsync(client => client.Override["timestamp"] = time);

        Assert.Equal(complaint is null ? 0 : 36009004, answer.Code);
        Assert.Contains(complaint ?? "Success", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timestamp_WithFraction_IsRefused() =>
        Assert.Equal(36009004, (await SendAsync(client => client.Override["timestamp"] = "1732366000.5")).Code);

    [Fact]
    public async Task Sign_Missing_HasItsOwnMessage() =>
        Assert.Contains("required signature", (await SendAsync(client => client.Override["sign"] = null)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Sign_OverOtherBytesThanSent_IsRefused() =>
        Assert.Equal((401, 106001), await StatusAndCodeAsync(client => client.SignedBody = """{ "order_status": "AWAITING_SHIPMENT" }"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    public async Task Sign_EmptyObject_IsAcceptedEitherWay(string overBody) =>
        Assert.Equal(0, (await SendAsync(client => client.SignedBody = overBody, body: "{}")).Code);

    [Fact]
    public async Task Sign_WithTheSandboxPrefix_IsAccepted() => Assert.Equal(0, (await SendAsync(client => client.ByPrefix = true)).Code);

    [Fact]
    public async Task Token_Unknown_IsNotCalledExpired()
    {
        var answer = await SendAsync(client => client.Token = "ROW_nonsense");

        Assert.Equal(36009004, answer.Code);
        Assert.Contains("x-tts-access-token", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Expired_Is105002() =>
        Assert.Equal(105002, (await SendAsync(_ => { }, tokenSeconds: 0)).Code);

    [Fact]
    public async Task Cipher_Missing_IsRefused() => Assert.Equal(106013, (await SendAsync(client => client.Override["shop_cipher"] = null)).Code);

    [Fact]
    public async Task Cipher_OfAnotherShop_IsRefused() => Assert.Equal(101000, (await SendAsync(client => client.Override["shop_cipher"] = "GCP_other")).Code);

    [Fact]
    public async Task Cipher_OnTheListOfShops_IsRefused()
    {
        var answer = await SendAsync(_ => { }, "/authorization/202309/shops", HttpMethod.Get, "");

        Assert.Contains("`shop_cipher` query parameter is not required", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    public async Task ContentType_OtherThanJson_IsRefused(string? contentType) =>
        Assert.Equal(36009022, (await SendAsync(client => client.ContentType = contentType)).Code);

    [Fact]
    public async Task Body_NoJson_IsRefused() => Assert.Equal(36009022, (await SendAsync(_ => { }, body: "{")).Code);

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("101")]
    public async Task PageSize_MissingOrOutOfBounds_IsRefused(string? size) =>
        Assert.Equal(36009004, (await SendAsync(client => client.Override["page_size"] = size)).Code);

    [Fact]
    public async Task BusinessError_WithAnyStatus_KeepsItsCode()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.BusinessErrorStatus = 503);

        Assert.Null(await store.Platform.Orders!.GetAsync(store.Connection, "1", CancellationToken.None));
    }

    private static async Task<(int Status, long Code)> StatusAndCodeAsync(Action<TikTokRawClient> change)
    {
        var answer = await SendAsync(change);
        return (answer.Status, answer.Code);
    }

    private static async Task<TikTokAnswer> SendAsync(
        Action<TikTokRawClient> change, string path = Search, HttpMethod? method = null, string body = """{"order_status":"AWAITING_SHIPMENT"}""", double? tokenSeconds = null)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.AccessTokenSeconds = tokenSeconds is null ? 3600 : 2);
        using var client = new TikTokRawClient(store.Sandbox, store.Stores[0].Tokens.AccessToken);
        change(client);
        TikTokAnswer answer;
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(20);
        do
        {
            answer = await client.SendAsync(method ?? HttpMethod.Post, path, body, ("page_size", "20"));
        }
        while (tokenSeconds == 0 && answer.Code == 0 && TimeProvider.System.GetUtcNow() < deadline);
        return answer;
    }

    [GeneratedRegex("^[0-9]{14}[0-9A-F]{18,}$")]
    private static partial Regex RequestId();
}

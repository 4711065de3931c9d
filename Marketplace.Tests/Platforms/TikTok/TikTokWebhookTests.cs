using System.Text;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.TikTok;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokWebhookTests
{
    private const string VectorBody =
        """{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}""";

    private const string VectorSignature = "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05";

    [Fact]
    public void Verify_PublishedVector_IsBelievedAndNothingElseIs()
    {
        var body = Encoding.UTF8.GetBytes(VectorBody);

        Assert.True(TikTokWebhookSignature.Verify("abcdef", "123", VectorSignature, body));
        Assert.False(TikTokWebhookSignature.Verify("abcdef", "124", VectorSignature, body));
        Assert.False(TikTokWebhookSignature.Verify("", "123", VectorSignature, body));
        Assert.False(TikTokWebhookSignature.Verify("abcdef", "123", "Bearer " + VectorSignature, body));
        Assert.False(TikTokWebhookSignature.Verify("abcdef", "123", null, body));
        Assert.False(TikTokWebhookSignature.Verify("abcdef", "123", VectorSignature, [.. body, (byte)' ']));
    }

    [Theory]
    [InlineData("""{"type":1,"tts_notification_id":"7","shop_id":"9","timestamp":5,"data":{"order_id":"1","order_status":"CANCEL","update_time":6}}""", WebhookSubject.Order, "1")]
    [InlineData("""{"type":3,"shop_id":"9","timestamp":5,"data":{"order_id":"2","update_time":6}}""", WebhookSubject.Order, "2")]
    [InlineData("""{"type":4,"tts_notification_id":"7","shop_id":"9","timestamp":5,"data":{"package_list":[{"package_id":"8","order_id_list":["3"]}],"update_time":6}}""", WebhookSubject.Order, "3")]
    [InlineData("""{"type":5,"tts_notification_id":"7","shop_id":"9","timestamp":5,"data":{"product_id":576486316948490001,"update_time":6}}""", WebhookSubject.Listing, "576486316948490001")]
    [InlineData("""{"type":6,"tts_notification_id":"7","shop_id":"9","timestamp":6,"data":{"message":"gone"}}""", WebhookSubject.Authorization, null)]
    [InlineData("""{"type":99,"tts_notification_id":"7","shop_id":"9","timestamp":6,"data":{}}""", WebhookSubject.Other, null)]
    public async Task Read_EachKind_BecomesItsSignal(string body, WebhookSubject subject, string? externalId)
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var reading = await ReadAsync(store, body, Sign(store, body));

        Assert.Null(reading.Refusal);
        var signal = Assert.Single(reading.Signals);
        Assert.Equal((subject, externalId, "9"), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));
        Assert.Equal(6, signal.OccurredAt.ToUnixTimeSeconds());
        Assert.NotEmpty(signal.NotificationId);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Read_SignedNonsense_IsRefusedWithoutThrowing(string body)
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        Assert.NotNull((await ReadAsync(store, body, Sign(store, body))).Refusal);
        Assert.NotNull((await ReadAsync(store, VectorBody, "0000")).Refusal);
    }

    [Fact]
    public async Task Subscribe_Twice_ChangesNothingTheSecondTime()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var address = new Uri("https://shop.example/webhooks/tiktok");

        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, address, CancellationToken.None);
        var made = store.Log.Calls.Count(call => call.Operation == "UpdateShopWebhook");
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, address, CancellationToken.None);

        Assert.True(made > 0);
        Assert.Equal(made, store.Log.Calls.Count(call => call.Operation == "UpdateShopWebhook"));
    }

    [Theory]
    [InlineData("http://shop.example/webhooks")]
    [InlineData("https://shop.example:8443/webhooks")]
    [InlineData("https://192.0.2.1/webhooks")]
    public async Task Subscribe_AddressAgainstTheRules_IsRefused(string address)
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        var failure = await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Subscriptions!.SubscribeAsync(store.Connection, new Uri(address), CancellationToken.None));

        Assert.Equal("address", failure.Field);
    }

    [Fact]
    public async Task Delivery_NewOrder_IsBelievedAndTriedAgainUntilTaken()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.WebhookRetrySpeed = 10_000);
        var readings = System.Threading.Channels.Channel.CreateUnbounded<WebhookReading>();
        var tries = 0;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/hook", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var first = Interlocked.Increment(ref tries) == 1;
            await readings.Writer.WriteAsync(await ReadAsync(store, Encoding.UTF8.GetString(body.ToArray()), http.Request.Headers.Authorization!));
            return first ? Results.StatusCode(500) : Results.Ok();
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, new Uri(address + "/hook"), CancellationToken.None);

        var order = store.Shop.CreateOrders(1, null, 1)[0];

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 2; i++)
        {
            var signal = Assert.Single((await readings.Reader.ReadAsync(deadline.Token)).Signals);
            Assert.Equal((order, store.Stores[0].ExternalAccountId), (signal.ExternalId, signal.ExternalAccountId));
        }
    }

    private static Task<WebhookReading> ReadAsync(TikTokTestStore store, string body, string authorization) =>
        store.Platform.Webhooks!.ReadAsync(
            new WebhookRequest(
                "POST", new Uri("https://shop.example/webhooks/tiktok"), new Dictionary<string, string>(), new Dictionary<string, string> { ["Authorization"] = authorization },
                Encoding.UTF8.GetBytes(body), TimeProvider.System.GetUtcNow()),
            CancellationToken.None);

    private static string Sign(TikTokTestStore store, string body) =>
        TikTokWebhookSignature.Compute(store.Shop.Credentials.Values["AppKey"], store.Shop.Credentials.Values["AppSecret"], Encoding.UTF8.GetBytes(body));
}

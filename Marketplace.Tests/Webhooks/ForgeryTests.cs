using System.Net.Http.Headers;
using System.Text;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms.TikTok;
using Marketplace.Core.Webhooks;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Webhooks;

/// <summary>What is not exactly what a marketplace sent, just now, is refused, noted, and changes nothing.</summary>
public sealed class ForgeryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivery_ThatDoesNotProveItself_IsRefusedNotedAndChangesNothing()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "0" });
        using var browser = app.Browser();
        var now = TimeProvider.System.GetUtcNow();
        var good = Event("n-1", now);
        (string Marketplace, byte[] Body, string? Proof, string? ContentType, int Status)[] forgeries =
        [
            ("tiktok", Event("n-2", now), Sign(app, good), "application/json", 401),
            ("tiktok", good, TikTokWebhookSignature.Compute("another app", "another secret", good), "application/json", 401),
            ("tiktok", good, null, "application/json", 401),
            ("tiktok", Event("n-3", now.AddHours(-25)), Sign(app, Event("n-3", now.AddHours(-25))), "application/json", 401),
            ("tiktok", Event("n-4", now.AddHours(2)), Sign(app, Event("n-4", now.AddHours(2))), "application/json", 401),
            ("tiktok", good, Sign(app, good), "text/html", 415),
            ("tiktok", new byte[WebhookInbox.MaxBody + 1], null, "application/json", 413),
            ("ebay", good, null, "application/json", 412),
            ("ebay", good, null, "text/plain", 415),
            ("ebay", "<x/>"u8.ToArray(), null, "text/xml", 412),
            ("amazon", good, null, "application/json", 403),
            ("amazon", good, null, "application/xml", 415),
            ("amazon", new byte[WebhookInbox.MaxBody + 1], null, "text/plain", 413),
        ];

        foreach (var (marketplace, body, proof, contentType, status) in forgeries)
        {
            Assert.Equal((marketplace, status), (marketplace, await PostAsync(browser, marketplace, body, proof, contentType)));
        }

        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        var noted = await db.WebhookDeliveries.AsNoTracking().ToListAsync(Cancel);
        Assert.Equal(forgeries.Length, noted.Count);
        Assert.All(noted, d => Assert.Equal((WebhookDeliveryState.Refused, (string?)null, 0), (d.State, d.NotificationId, d.Body.Length)));
        Assert.All(noted, d => Assert.NotEqual("", d.Remark));
        Assert.Equal(0, await db.WorkItems.IgnoreQueryFilters().CountAsync(w => w.Kind == WorkKinds.RefreshOrder, Cancel));
        Assert.Equal(200, await PostAsync(browser, "tiktok", good, Sign(app, good), "application/json"));
    }

    [Fact]
    public async Task Deliveries_RefusedInMasses_AreAnsweredButNotAllStored()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Orders"] = "0" });
        using var browser = app.Browser();

        await Parallel.ForEachAsync(Enumerable.Range(0, (RefusalBrake.MostPerMinute * 2) + 20), Cancel, async (_, _) => Assert.Equal(401, await PostAsync(browser, "tiktok", "{}"u8.ToArray(), "x", "application/json")));

        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        Assert.InRange(await db.WebhookDeliveries.CountAsync(Cancel), RefusalBrake.MostPerMinute, RefusalBrake.MostPerMinute * 2);
    }

    private static byte[] Event(string id, DateTimeOffset at) => Encoding.UTF8.GetBytes(
        $$"""{"type":1,"tts_notification_id":"{{id}}","shop_id":"9","timestamp":{{at.ToUnixTimeSeconds()}},"data":{"order_id":"1","order_status":"UNPAID"} }""");

    private static string Sign(TestApp app, byte[] body)
    {
        var credentials = app.Marketplace("tiktok").Credentials.Values;
        return TikTokWebhookSignature.Compute(credentials["AppKey"], credentials["AppSecret"], body);
    }

    private static async Task<int> PostAsync(HttpClient browser, string marketplace, byte[] body, string? proof, string? contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{marketplace}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
        request.Headers.TryAddWithoutValidation("Authorization", proof);
        using var answer = await browser.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }
}

using System.Globalization;
using System.Text;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay.Notifications;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>eBay's older notifications, whose proof covers no content: hints, and only for ten minutes.</summary>
public sealed class EbayPlatformNotificationTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("FixedPriceTransaction", "<OrderID>11-12345-67890</OrderID><ItemID>110001</ItemID>", WebhookSubject.Order, "11-12345-67890")]
    [InlineData("AuctionCheckoutComplete", "<ItemID>110001</ItemID>", WebhookSubject.Orders, null)]
    [InlineData("ItemRevised", "<ItemID>110001</ItemID>", WebhookSubject.Listing, "110001")]
    public async Task Read_ProvenHint_SaysWhatToReadAgain(string name, string content, WebhookSubject subject, string? id)
    {
        await using var store = await StartAsync();

        var reading = await ReadAsync(store, Body(store, name, content, Now));

        Assert.Null(reading.Refusal);
        var signal = Assert.Single(reading.Signals);
        Assert.Equal((subject, id, "harbour_and_pine", Now), (signal.Subject, signal.ExternalId, signal.ExternalAccountName, signal.OccurredAt));
    }

    [Fact]
    public async Task Read_OldForeignOrMalformed_IsRefused()
    {
        await using var store = await StartAsync();
        var good = Body(store, "FixedPriceTransaction", "<OrderID>1</OrderID>", Now);
        var time = Now.ToString("O", CultureInfo.InvariantCulture);

        foreach (var body in new[]
        {
            Body(store, "FixedPriceTransaction", "<OrderID>1</OrderID>", Now.AddMinutes(-11)),
            Body(store, "FixedPriceTransaction", "<OrderID>1</OrderID>", Now.AddMinutes(11)),
            good.Replace("</ebl:NotificationSignature>", "x</ebl:NotificationSignature>", StringComparison.Ordinal),
            good.Replace(time, Now.AddSeconds(1).ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal),
            good.Replace("NotificationSignature", "Signature", StringComparison.Ordinal),
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + good,
            "no xml",
        })
        {
            Assert.NotNull((await ReadAsync(store, body)).Refusal);
        }

        Assert.Null((await ReadAsync(store, good)).Refusal);
    }

    [Fact]
    public async Task Read_WithoutDevId_NamesTheSetting()
    {
        await using var store = await EbayStore.ConnectAsync(settings: EbayWebhooksTests.Settings);

        var reading = await ReadAsync(store, "<x/>");

        Assert.Contains("Platforms:Ebay:DevId", reading.Refusal, StringComparison.Ordinal);
    }

    private static Task<EbayStore> StartAsync() => EbayStore.ConnectAsync(settings: new Dictionary<string, string?>(EbayWebhooksTests.Settings) { ["Platforms:Ebay:DevId"] = "dev-1" });

    private static Task<WebhookReading> ReadAsync(EbayStore store, string body) => store.Platform.Webhooks!.ReadAsync(
        new WebhookRequest(
            "POST", new Uri("https://shop.example/webhooks/ebay"), new Dictionary<string, string>(),
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/xml; charset=utf-8" }, Encoding.UTF8.GetBytes(body), Now),
        Cancel);

    private static string Body(EbayStore store, string name, string content, DateTimeOffset at)
    {
        var time = at.ToString("O", CultureInfo.InvariantCulture);
        var keys = store.Market.Credentials.Values;
        return $"""
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header>
            <ebl:RequesterCredentials xmlns:ebl="urn:ebay:apis:eBLBaseComponents"><ebl:NotificationSignature>{EbayPlatformNotification.Sign(time, "dev-1", keys["ClientId"], keys["ClientSecret"])}</ebl:NotificationSignature></ebl:RequesterCredentials>
            </soapenv:Header><soapenv:Body><GetItemTransactionsResponse xmlns="urn:ebay:apis:eBLBaseComponents">
            <Timestamp>{time}</Timestamp><Ack>Success</Ack><NotificationEventName>{name}</NotificationEventName><RecipientUserID>harbour_and_pine</RecipientUserID>{content}
            </GetItemTransactionsResponse></soapenv:Body></soapenv:Envelope>
            """;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay.Notifications;
using Marketplace.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sandbox.Ebay;

/// <summary>What sellers' tools ask for beside orders and listings.</summary>
public sealed class EbaySellerToolTests
{
    private const string Notification = "/commerce/notification/v1";

    private static readonly XNamespace Ns = "urn:ebay:apis:eBLBaseComponents";

    [Fact]
    public async Task Events_OfTheLastHour_AreTheListingsThatChanged()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
        await using var ebay = await EbayWireClient.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 20, Orders = 0, Ebay = { ClassicListings = 8 } }, clock);
        var all = await TradeAsync(ebay, "GetMyeBaySelling", "<ActiveList><Include>true</Include><Pagination><EntriesPerPage>200</EntriesPerPage></Pagination></ActiveList>");
        var item = all.Descendants(Ns + "Item").First(listed => listed.Element(Ns + "SKU") is null && listed.Element(Ns + "Variations") is null);
        var id = item.Element(Ns + "ItemID")!.Value;

        clock.Advance(TimeSpan.FromHours(1));
        var before = clock.GetUtcNow().AddMinutes(-1);
        var revised = await TradeAsync(ebay, "ReviseInventoryStatus", $"<InventoryStatus><ItemID>{id}</ItemID><Quantity>3</Quantity></InventoryStatus>");

        var events = await TradeAsync(ebay, "GetSellerEvents", $"<ModTimeFrom>{Time(before)}</ModTimeFrom>");
        var tooLong = await TradeAsync(ebay, "GetSellerEvents", $"<ModTimeFrom>{Time(before.AddDays(-3))}</ModTimeFrom>");

        Assert.NotEqual("Failure", revised.Element(Ns + "Ack")!.Value);
        Assert.Equal([id], events.Descendants(Ns + "Item").Select(changed => changed.Element(Ns + "ItemID")!.Value));
        Assert.Equal("Failure", tooLong.Element(Ns + "Ack")!.Value);
    }

    [Fact]
    public async Task Subscription_LedToAnotherDestination_StaysWhatItIs()
    {
        await using var ebay = await EbayWireClient.ConnectAsync(scopes: EbayWireClient.Scopes + " https://api.ebay.com/oauth/api_scope/commerce.notification.subscription");
        await using var first = await WebhookListener.StartAsync(new Answering());
        await using var second = await WebhookListener.StartAsync(new Answering());
        var seller = ebay.Token;
        ebay.Token = (await ebay.GrantAsync("client_credentials", ("scope", "https://api.ebay.com/oauth/api_scope"))).Json.GetProperty("access_token").GetString();
        await ebay.PutAsync($"{Notification}/config", new { alertEmail = "alerts@example.test" });
        var destination = (await ebay.PostAsync($"{Notification}/destination", Destination("n", first.Address))).Location!.Split('/')[^1];
        var renamed = await ebay.PutAsync($"{Notification}/destination/{destination}", Destination("m", second.Address));
        var nowhere = await ebay.PutAsync($"{Notification}/destination/{destination}", Destination("m", new Uri("http://127.0.0.1:1/none")));
        var shown = (await ebay.GetAsync($"{Notification}/destination/{destination}")).Json;
        ebay.Token = seller;
        var subscription = (await ebay.PostAsync($"{Notification}/subscription", new
        {
            topicId = "ORDER_CONFIRMATION",
            status = "ENABLED",
            destinationId = destination,
            payload = new { format = "JSON", schemaVersion = "1.0", deliveryProtocol = "HTTPS" },
        })).Location!.Split('/')[^1];

        var changed = await ebay.PutAsync($"{Notification}/subscription/{subscription}", new { status = "DISABLED", destinationId = destination, payload = new { format = "JSON", schemaVersion = "1.1", deliveryProtocol = "HTTPS" } });
        var stray = await ebay.PutAsync($"{Notification}/subscription/{subscription}", new { status = "DISABLED", destinationId = "none" });
        var after = (await ebay.GetAsync($"{Notification}/subscription/{subscription}")).Json;

        Assert.Equal((204, 195020, 204, 195007), (renamed.Status, nowhere.ErrorId, changed.Status, stray.ErrorId));
        Assert.Equal(("m", second.Address.AbsoluteUri), (shown.GetProperty("name").GetString(), shown.GetProperty("deliveryConfig").GetProperty("endpoint").GetString()));
        Assert.Equal(("ORDER_CONFIRMATION", "DISABLED", "1.1"), (after.GetProperty("topicId").GetString(), after.GetProperty("status").GetString(), after.GetProperty("payload").GetProperty("schemaVersion").GetString()));
    }

    [Fact]
    public async Task UserRateLimits_AreToldToTheSellersToken()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var own = await ebay.GetAsync("/developer/analytics/v1_beta/user_rate_limit/?api_context=sell");
        var application = await ebay.GetAsync("/developer/analytics/v1_beta/rate_limit/");

        Assert.Equal((200, 403), (own.Status, application.Status));
        Assert.NotEqual(0, own.Json.GetProperty("rateLimits").GetArrayLength());
    }

    private static object Destination(string name, Uri endpoint) =>
        new { name, status = "ENABLED", deliveryConfig = new { endpoint = endpoint.AbsoluteUri, verificationToken = Answering.Token } };

    private static async Task<XElement> TradeAsync(EbayWireClient ebay, string name, string body)
    {
        var request = ebay.Request(HttpMethod.Post, "api.ebay.com", "/ws/api.dll");
        request.Headers.TryAddWithoutValidation("X-EBAY-API-CALL-NAME", name);
        request.Headers.TryAddWithoutValidation("X-EBAY-API-SITEID", "0");
        request.Headers.TryAddWithoutValidation("X-EBAY-API-COMPATIBILITY-LEVEL", "967");
        request.Headers.TryAddWithoutValidation("X-EBAY-API-IAF-TOKEN", ebay.Token);
        request.Content = new StringContent($"""<?xml version="1.0" encoding="utf-8"?><{name}Request xmlns="{Ns}">{body}</{name}Request>""", Encoding.UTF8, "text/xml");
        return XElement.Parse((await ebay.SendAsync(request)).Body);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Somebody else's address, which answers eBay's challenge.</summary>
    private sealed class Answering : IWebhookReceiver
    {
        public static readonly string Token = new('t', 40);

        public int RefusedStatus => 412;

        public WebhookReply? Challenge(WebhookRequest request) => request.Query.TryGetValue("challenge_code", out var code)
            ? new WebhookReply(200, JsonSerializer.Serialize(new { challengeResponse = EbayWebhookSignature.Answer(code, Token, request.Address.AbsoluteUri) }), "application/json")
            : null;

        public Task<WebhookReading> ReadAsync(WebhookRequest request, CancellationToken cancellationToken) => Task.FromResult(new WebhookReading(null, []));
    }
}

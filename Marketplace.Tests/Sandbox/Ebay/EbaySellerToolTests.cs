using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Marketplace.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sandbox.Ebay;

/// <summary>What sellers' tools ask for beside orders and listings.</summary>
public sealed class EbaySellerToolTests
{
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
    public async Task UserRateLimits_AreToldToTheSellersToken()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var own = await ebay.GetAsync("/developer/analytics/v1_beta/user_rate_limit/?api_context=sell");
        var application = await ebay.GetAsync("/developer/analytics/v1_beta/rate_limit/");

        Assert.Equal((200, 403), (own.Status, application.Status));
        Assert.NotEqual(0, own.Json.GetProperty("rateLimits").GetArrayLength());
    }

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
}

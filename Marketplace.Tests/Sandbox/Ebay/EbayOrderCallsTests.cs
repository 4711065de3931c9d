using System.Globalization;
using System.Text.Json;
using Marketplace.Sandbox;

namespace Marketplace.Tests.Sandbox.Ebay;

public sealed class EbayOrderCallsTests
{
    private const string Orders = "/sell/fulfillment/v1/order";

    [Theory]
    [InlineData("limit=201", 31100)]
    [InlineData("limit=0", 31100)]
    [InlineData("limit=ten", 31100)]
    [InlineData("offset=-1", 31000)]
    [InlineData("fieldGroups=EVERYTHING", 32800)]
    [InlineData("filter=status:{PAID}", 30700)]
    [InlineData("filter=orderfulfillmentstatus:NOT_STARTED", 30800)]
    [InlineData("filter=orderfulfillmentstatus:{LOST}", 30800)]
    [InlineData("filter=creationdate:2026-01-01T00:00:00.000Z", 30800)]
    [InlineData("filter=lastmodifieddate:[..2026-01-01T00:00:00.000Z]", 30820)]
    [InlineData("filter=lastmodifieddate:[yesterday..]", 30810)]
    [InlineData("filter=lastmodifieddate:[2026-02-01T00:00:00.000Z..2026-01-01T00:00:00.000Z]", 30840)]
    [InlineData("filter=lastmodifieddate:[2020-01-01T00:00:00.000Z..2026-01-01T00:00:00.000Z]", 30830)]
    [InlineData("filter=lastmodifieddate:[2026-01-01T00:00:00.000Z..2999-01-01T00:00:00.000Z]", 30850)]
    [InlineData("filter=lastmodifieddate%253A%255B2026-01-01T00:00:00.000Z..%255D", 30700)]
    public async Task List_WrongParameter_IsRefusedWithItsNumber(string query, int errorId)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var answer = await ebay.GetAsync($"{Orders}?{query}");

        Assert.Equal((400, errorId), (answer.Status, answer.ErrorId));
        Assert.Equal("API_FULFILLMENT", answer.Json.GetProperty("errors")[0].GetProperty("domain").GetString());
    }

    [Fact]
    public async Task List_Pages_NameTheirNeighboursAndEndWithoutNext()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var first = (await ebay.GetAsync($"{Orders}?limit=5")).Json;
        var last = (await ebay.GetAsync($"{Orders}?limit=5&offset=10")).Json;

        Assert.Equal(12, first.GetProperty("total").GetInt32());
        Assert.Equal("https://api.ebay.com/sell/fulfillment/v1/order?limit=5&offset=5", first.GetProperty("next").GetString());
        Assert.False(first.TryGetProperty("prev", out _));
        Assert.Equal(2, last.GetProperty("orders").GetArrayLength());
        Assert.False(last.TryGetProperty("next", out _));
        Assert.EndsWith("offset=5", last.GetProperty("prev").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_UsualLimitIsFifty_AndMostIds()
    {
        await using var ebay = await EbayWireClient.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 10, Orders = 60 });
        var all = (await ebay.GetAsync($"{Orders}?limit=200")).Json.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("orderId").GetString()!).ToList();

        var usual = (await ebay.GetAsync(Orders)).Json;
        var named = (await ebay.GetAsync($"{Orders}?orderIds={all[3]},{all[59]}&filter=nonsense:{{X}}&limit=999")).Json;
        var tooMany = await ebay.GetAsync($"{Orders}?orderIds={string.Join(',', all.Take(51))}");

        Assert.Equal(50, usual.GetProperty("orders").GetArrayLength());
        Assert.Equal(2, named.GetProperty("total").GetInt32());
        Assert.Equal((400, 30900), (tooMany.Status, tooMany.ErrorId));
    }

    [Fact]
    public async Task List_BothDates_SilentlyForgetsTheChanges()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var now = TimeProvider.System.GetUtcNow();
        var old = (await ebay.GetAsync(Orders)).Json.GetProperty("orders")[0].GetProperty("orderId").GetString()!;
        ebay.Market.ChangeOrder(old, cancelState: "IN_PROGRESS");
        var recent = $"[{Text(now.AddSeconds(-5))}..]";

        var changed = (await ebay.GetAsync($"{Orders}?filter=lastmodifieddate:{recent}")).Json;
        var both = (await ebay.GetAsync($"{Orders}?filter=lastmodifieddate:{recent},creationdate:{recent}")).Json;

        Assert.Equal(old, Assert.Single(changed.GetProperty("orders").EnumerateArray()).GetProperty("orderId").GetString());
        Assert.Equal(0, both.GetProperty("total").GetInt32());
        Assert.Equal(0, changed.GetProperty("orders")[0].GetProperty("cancelStatus").GetProperty("cancelRequests").GetArrayLength());
        Assert.Equal(1, (await ebay.GetAsync($"{Orders}/{old}")).Json.GetProperty("cancelStatus").GetProperty("cancelRequests").GetArrayLength());
    }

    [Fact]
    public async Task List_TaxBreakdown_PutsCollectedTaxIntoTheTotal()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var plain = (await ebay.GetAsync(Orders)).Json.GetProperty("orders").EnumerateArray().First(order => order.TryGetProperty("ebayCollectAndRemitTax", out _));
        var id = plain.GetProperty("orderId").GetString();

        var broken = (await ebay.GetAsync($"{Orders}/{id}?fieldGroups=TAX_BREAKDOWN")).Json;

        var tax = plain.GetProperty("lineItems").EnumerateArray().Sum(line => Amount(line.GetProperty("ebayCollectAndRemitTaxes")[0].GetProperty("amount")));
        Assert.Equal(Amount(plain.GetProperty("pricingSummary").GetProperty("total")) + tax, Amount(broken.GetProperty("pricingSummary").GetProperty("total")));
    }

    [Fact]
    public async Task Ship_LinePartly_CountsTheWholeLineAsFulfilled()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var sku = (await ebay.GetAsync("/sell/inventory/v1/inventory_item")).Json.GetProperty("inventoryItems")[0].GetProperty("sku").GetString();
        var id = ebay.Market.CreateOrders(1, sku, 5)[0];
        var line = (await ebay.GetAsync($"{Orders}/{id}")).Json.GetProperty("lineItems")[0].GetProperty("lineItemId").GetString();

        var shipped = await ebay.PostAsync($"{Orders}/{id}/shipping_fulfillment", new { lineItems = new[] { new { lineItemId = line, quantity = 1 } }, shippingCarrierCode = "UPS", trackingNumber = "ABC123" });

        Assert.Equal((201, ""), (shipped.Status, shipped.Body));
        Assert.Equal($"https://api.ebay.com{Orders}/{id}/shipping_fulfillment/ABC123", shipped.Location);
        Assert.Equal("FULFILLED", (await ebay.GetAsync($"{Orders}/{id}")).Json.GetProperty("orderFulfillmentStatus").GetString());
        Assert.Equal("ABC123", (await ebay.GetAsync($"{Orders}/{id}/shipping_fulfillment/ABC123")).Json.GetProperty("shipmentTrackingNumber").GetString());
    }

    [Theory]
    [InlineData("""{"lineItems":[{"lineItemId":"LINE","quantity":1}],"trackingNumber":"A1"}""", 32300)]
    [InlineData("""{"lineItems":[{"lineItemId":"LINE","quantity":1}],"shippingCarrierCode":"UPS"}""", 32300)]
    [InlineData("""{"lineItems":[{"lineItemId":"LINE","quantity":1}],"shippingCarrierCode":"UPS","trackingNumber":"A 1"}""", 32300)]
    [InlineData("""{"lineItems":[{"lineItemId":"1","quantity":1}]}""", 32200)]
    [InlineData("""{"lineItems":[{"lineItemId":"LINE","quantity":1},{"lineItemId":"LINE","quantity":1}]}""", 32210)]
    [InlineData("""{"lineItems":[{"lineItemId":"LINE","quantity":0}]}""", 32600)]
    [InlineData("""{"lineItems":[]}""", 32600)]
    [InlineData("""{"lineItems":[{"lineItemId":"LINE","quantity":1}],"shippedDate":"soon"}""", 32500)]
    [InlineData("not json", 32600)]
    public async Task Ship_WrongBody_IsRefusedWithItsNumber(string body, int errorId)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var id = ebay.Market.CreateOrders(1, null, 1)[0];
        var line = (await ebay.GetAsync($"{Orders}/{id}")).Json.GetProperty("lineItems")[0].GetProperty("lineItemId").GetString()!;

        var answer = await ebay.PostAsync($"{Orders}/{id}/shipping_fulfillment", body.Replace("LINE", line, StringComparison.Ordinal));

        Assert.Equal((400, errorId), (answer.Status, answer.ErrorId));
        Assert.Equal(0, (await ebay.GetAsync($"{Orders}/{id}/shipping_fulfillment")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Ship_WithoutTracking_GetsANumberOfItsOwn()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var id = ebay.Market.CreateOrders(1, null, 1)[0];
        var line = (await ebay.GetAsync($"{Orders}/{id}")).Json.GetProperty("lineItems")[0].GetProperty("lineItemId").GetString();

        var answer = await ebay.PostAsync($"{Orders}/{id}/shipping_fulfillment", new { lineItems = new[] { new { lineItemId = line, quantity = 1 } } });

        Assert.EndsWith("/999", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownOrder_IsRefusedEverywhere()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        Assert.Equal(32100, (await ebay.GetAsync($"{Orders}/1")).ErrorId);
        Assert.Equal(32100, (await ebay.GetAsync($"{Orders}/1/shipping_fulfillment")).ErrorId);
        Assert.Equal(32100, (await ebay.PostAsync($"{Orders}/1/shipping_fulfillment", new { lineItems = new[] { new { lineItemId = "1", quantity = 1 } } })).ErrorId);
    }

    [Fact]
    public async Task Client_ThatCameByPath_GetsLinksThatLeadBackHere()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ebay.Sandbox.Address, $"/sandbox/ebay/api{Orders}?limit=5"));
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", ebay.Token);

        var next = (await ebay.SendAsync(request)).Json.GetProperty("next").GetString()!;

        Assert.StartsWith(ebay.Sandbox.Address.ToString(), next, StringComparison.Ordinal);
        using var follow = new HttpRequestMessage(HttpMethod.Get, next);
        follow.Headers.Authorization = request.Headers.Authorization;
        Assert.Equal(5, (await ebay.SendAsync(follow)).Json.GetProperty("offset").GetInt32());
    }

    private static decimal Amount(JsonElement amount) => decimal.Parse(amount.GetProperty("value").GetString()!, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

using System.Text.Json;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Platforms.TikTok;

namespace Marketplace.Tests.Sandbox.TikTok;

public class TikTokOperationsTests
{
    [Fact]
    public async Task OrderSearch_PageTokens_NeedEncodingAndReachTheEnd()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.Orders = 45);
        using var client = Client(store);
        var ids = new List<string>();
        string? token = null;
        do
        {
            (string, string)[] query = token is null ? [("page_size", "20")] : [("page_size", "20"), ("page_token", token)];
            var answer = await client.SendAsync(HttpMethod.Post, "/order/202309/orders/search", "{}", query);
            Assert.Equal(45, answer.Data.GetProperty("total_count").GetInt32());
            ids.AddRange(answer.Data.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("id").GetString()!));
            token = answer.Data.GetProperty("next_page_token").GetString();
            Assert.True(token is "" || (token!.Contains('+', StringComparison.Ordinal) && token.Contains('/', StringComparison.Ordinal) && token.Contains('=', StringComparison.Ordinal)));
        }
        while (!string.IsNullOrEmpty(token));
        Assert.Equal(45, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("/return_refund/202309/returns/search", "return_orders", "51")]
    [InlineData("/return_refund/202309/cancellations/search", "cancellations", "0")]
    public async Task ReturnsAndCancellations_WithoutAny_AreEmptyPages(string path, string list, string wrongSize)
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        using var client = Client(store);

        var page = await client.SendAsync(HttpMethod.Post, path, "{}", ("page_size", "10"));

        Assert.Equal((0, 0), (page.Data.GetProperty("total_count").GetInt32(), page.Data.GetProperty(list).GetArrayLength()));
        Assert.Equal(36009004, (await client.SendAsync(HttpMethod.Post, path, "{}", ("page_size", wrongSize))).Code);
    }

    [Fact]
    public async Task OrderSearch_PlusDecodedToSpace_BreaksTheSignature()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.Orders = 45);
        using var client = Client(store);
        var first = await client.SendAsync(HttpMethod.Post, "/order/202309/orders/search", "{}", ("page_size", "20"));
        client.RawQuery = "&page_token=" + first.Data.GetProperty("next_page_token").GetString();

        Assert.Equal(106001, (await client.SendAsync(HttpMethod.Post, "/order/202309/orders/search", "{}", ("page_size", "20"))).Code);
    }

    [Theory]
    [InlineData("202309")]
    [InlineData("202507")]
    public async Task OrderDetail_SeveralIds_AreOneCommaJoinedValue(string version)
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var ids = store.Shop.CreateOrders(3, null, 1);
        using var client = Client(store);

        var answer = await client.SendAsync(HttpMethod.Get, $"/order/{version}/orders", null, ("ids", string.Join(',', ids)));

        Assert.Equal(ids, answer.Data.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("id").GetString()));
        Assert.Equal(21008111, (await client.SendAsync(HttpMethod.Get, $"/order/{version}/orders", null, ("ids", ids[0] + ",1"))).Code);
    }

    [Theory]
    [InlineData("202309", false)]
    [InlineData("202312", true)]
    [InlineData("202502", true)]
    public async Task ProductSearch_EachVersion_AnswersInItsShape(string version, bool hasAudit)
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        using var client = Client(store);

        var answer = await client.SendAsync(HttpMethod.Post, $"/product/{version}/products/search", """{"status":"ACTIVATE"}""", ("page_size", "10"));

        Assert.Equal(10, answer.Data.GetProperty("products").GetArrayLength());
        Assert.Equal(hasAudit, answer.Data.GetProperty("products")[0].TryGetProperty("audit", out _));
        Assert.Equal(12019109, (await client.SendAsync(HttpMethod.Post, $"/product/{version}/products/search", "{}", ("page_size", "101"))).Code);
    }

    [Fact]
    public async Task InventoryUpdate_AWarehouseLeftOut_IsRefusedForThatSku()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Warehouses = 2);
        var listing = (await store.ListingsAsync())[0];
        var data = JsonDocument.Parse(listing.PlatformData!).RootElement;
        using var client = Client(store);
        var body = $$"""{"skus":[{"id":"{{listing.ExternalId}}","inventory":[{"warehouse_id":"{{data.GetProperty("warehouses")[0].GetString()}}","quantity":5}]}]}""";

        var answer = await client.SendAsync(HttpMethod.Post, $"/product/202309/products/{data.GetProperty("product_id").GetString()}/inventory/update", body);

        Assert.Equal(0, answer.Code);
        var error = Assert.Single(answer.Data.GetProperty("errors").EnumerateArray());
        Assert.Equal(12052990, error.GetProperty("code").GetInt64());
        Assert.Equal(12019028, error.GetProperty("detail").GetProperty("extra_errors")[0].GetProperty("code").GetInt64());
    }

    [Fact]
    public async Task Mark_InAMarketWithoutIt_IsRefused()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "TH");
        using var client = Client(store);

        Assert.Equal(21008106, (await client.SendAsync(HttpMethod.Post, "/fulfillment/202309/orders/1/packages", """{"tracking_number":"A1","shipping_provider_id":"1"}""")).Code);
    }

    [Theory]
    [InlineData("""{"shipping_provider_id":"7117858858072016686"}""", 36009004)]
    [InlineData("""{"tracking_number":"A 1!","shipping_provider_id":"7117858858072016686"}""", 21004012)]
    [InlineData("""{"tracking_number":"A1","shipping_provider_id":"1"}""", 21011022)]
    [InlineData("""{"tracking_number":"A1","shipping_provider_id":"7117858858072016686","order_line_item_ids":["1"]}""", 21011029)]
    public async Task Mark_WrongBody_HasItsOwnCode(string body, long code)
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        using var client = Client(store);

        Assert.Equal(code, (await client.SendAsync(HttpMethod.Post, $"/fulfillment/202309/orders/{store.Shop.CreateOrders(1, null, 1)[0]}/packages", body)).Code);
    }

    [Fact]
    public async Task BatchShip_PartRefused_IsStillCodeZero()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "SG");
        using var client = Client(store);
        var packages = await PackagesAsync(client, store.Shop.CreateOrders(2, null, 1));
        store.Faults.Arm("tiktok", "BatchShipPackages", FaultKind.Partial, 1, null);
        var body = JsonSerializer.Serialize(new
        {
            packages = packages.Select((id, i) => new { id, self_shipment = new { tracking_number = $"A{i}", shipping_provider_id = "6841743441349706241" } }),
        });

        var answer = await client.SendAsync(HttpMethod.Post, "/fulfillment/202309/packages/ship", body);

        Assert.Equal(0, answer.Code);
        Assert.Equal(packages[0], Assert.Single(answer.Data.GetProperty("errors").EnumerateArray()).GetProperty("detail").GetProperty("package_id").GetString());
        var detail = await client.SendAsync(HttpMethod.Get, $"/fulfillment/202309/packages/{packages[1]}");
        Assert.Equal(("PROCESSING", "A1"), (detail.Data.GetProperty("package_status").GetString(), detail.Data.GetProperty("tracking_number").GetString()));
        var found = await client.SendAsync(HttpMethod.Post, "/fulfillment/202309/packages/search", """{"package_status":"PROCESSING"}""", ("page_size", "50"));
        Assert.Equal(packages[1], Assert.Single(found.Data.GetProperty("packages").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task UpdateShippingInfo_ASecondTime_IsRefused()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        using var client = Client(store);
        var order = store.Shop.CreateOrders(1, null, 1)[0];
        var path = $"/fulfillment/202309/orders/{order}/shipping_info/update";
        static string Body(string tracking) => $$"""{"tracking_number":"{{tracking}}","shipping_provider_id":"7117858858072016686"}""";

        Assert.Equal(21011043, (await client.SendAsync(HttpMethod.Post, path, Body("A0"))).Code);
        Assert.Equal(0, (await client.SendAsync(HttpMethod.Post, $"/fulfillment/202309/orders/{order}/packages", Body("A1"))).Code);
        Assert.Equal(0, (await client.SendAsync(HttpMethod.Post, path, Body("A2"))).Code);
        Assert.Equal(21011049, (await client.SendAsync(HttpMethod.Post, path, Body("A3"))).Code);
        Assert.Equal("A2", JsonSerializer.SerializeToElement(store.Shop.DescribeOrder(order)).GetProperty("shipments")[0].GetProperty("tracking").GetString());
    }

    [Theory]
    [InlineData("US", false)]
    [InlineData("GB", false)]
    [InlineData("DE", true)]
    [InlineData("ID", true)]
    public async Task Order_BeforeShipping_ShowsItsPackageInSomeMarketsOnly(string market, bool shown)
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = market);
        using var client = Client(store);

        Assert.Equal(shown ? 1 : 0, (await PackagesAsync(client, store.Shop.CreateOrders(1, null, 2))).Count);
    }

    [Fact]
    public async Task Providers_OfTikTokDelivery_AreNotForSellers()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        using var client = Client(store);

        Assert.Equal(21008117, (await client.SendAsync(HttpMethod.Get, "/logistics/202309/delivery_options/7091146663229654785/shipping_providers")).Code);
        Assert.Equal(21008116, (await client.SendAsync(HttpMethod.Get, "/logistics/202309/delivery_options/1/shipping_providers")).Code);
    }

    [Fact]
    public async Task Limits_Enforced_AnswerAsTikTokDoes()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => (options.EnforceLimits, options.RateFactor) = (true, 0.02));
        using var client = Client(store);
        await client.SendAsync(HttpMethod.Get, "/logistics/202309/warehouses");

        var answer = await client.SendAsync(HttpMethod.Get, "/logistics/202309/warehouses");

        Assert.Equal((429, 36009002), (answer.Status, answer.Code));
    }

    private static TikTokRawClient Client(TikTokTestStore store) => new(store.Sandbox, store.Stores[0].Tokens.AccessToken);

    private static async Task<List<string>> PackagesAsync(TikTokRawClient client, IReadOnlyList<string> orders)
    {
        var answer = await client.SendAsync(HttpMethod.Get, "/order/202507/orders", null, ("ids", string.Join(',', orders)));
        return [.. answer.Data.GetProperty("orders").EnumerateArray().SelectMany(order => order.GetProperty("packages").EnumerateArray()).Select(package => package.GetProperty("id").GetString()!)];
    }
}

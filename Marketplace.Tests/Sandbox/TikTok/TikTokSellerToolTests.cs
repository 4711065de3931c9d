using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Platforms.TikTok;

namespace Marketplace.Tests.Sandbox.TikTok;

/// <summary>What sellers' tools ask for beside orders, products and parcels.</summary>
public class TikTokSellerToolTests
{
    [Fact]
    public async Task Reference_OfAnotherSystem_IsFoundFromBothSides()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        using var client = new TikTokRawClient(store.Sandbox, store.Stores[0].Tokens.AccessToken);
        var order = store.Shop.CreateOrders(1, null, 1)[0];
        var body = JsonSerializer.Serialize(new
        {
            orders = new[]
            {
                new { id = order, external_order = new { id = "E-1", platform = "SHOPIFY", line_items = new[] { new { id = "L-1", origin_id = "1" } } } },
                new { id = "1", external_order = new { id = "E-2", platform = "SHOPIFY", line_items = new[] { new { id = "L-2", origin_id = "2" } } } },
            },
        });

        var added = await client.SendAsync(HttpMethod.Post, "/order/202406/orders/external_orders", body);
        var read = await client.SendAsync(HttpMethod.Get, $"/order/202406/orders/{order}/external_orders", null, ("platform", "SHOPIFY"));
        var found = await client.SendAsync(HttpMethod.Post, "/order/202406/orders/external_order_search", null, ("platform", "SHOPIFY"), ("external_order_id", "E-1"));

        Assert.Equal("21008111", Assert.Single(added.Data.GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal("E-1", read.Data.GetProperty("external_orders")[0].GetProperty("id").GetString());
        Assert.Equal(order, found.Data.GetProperty("orders")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Eligibility_OfAWaitingOrder_AllowsItsCancellationOnly()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        using var client = new TikTokRawClient(store.Sandbox, store.Stores[0].Tokens.AccessToken);
        var order = store.Shop.CreateOrders(1, null, 1)[0];

        var answer = await client.SendAsync(HttpMethod.Get, $"/return_refund/202309/orders/{order}/aftersale_eligibility");

        var options = answer.Data.GetProperty("sku_eligibility")[0].GetProperty("line_item_eligibility").EnumerateArray()
            .ToDictionary(option => option.GetProperty("request_type").GetString()!, option => option.GetProperty("eligible").GetBoolean());
        Assert.Equal((true, false), (options["CANCEL"], options["REFUND"]));
    }

    [Fact]
    public async Task RejectReasons_OfABuyersWish_AreThoseThatRejectingTakes()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.BuyerCancelPercent = 100);
        using var client = new TikTokRawClient(store.Sandbox, store.Stores[0].Tokens.AccessToken);
        var wishes = await client.SendAsync(HttpMethod.Post, "/return_refund/202309/cancellations/search", "{}", ("page_size", "10"));
        var id = wishes.Data.GetProperty("cancellations")[0].GetProperty("cancel_id").GetString()!;

        var reasons = await client.SendAsync(HttpMethod.Get, "/return_refund/202309/reject_reasons", null, ("return_or_cancel_id", id));
        var rejected = await client.SendAsync(
            HttpMethod.Post, $"/return_refund/202309/cancellations/{id}/reject", JsonSerializer.Serialize(new { reject_reason = reasons.Data.GetProperty("reasons")[0].GetProperty("name").GetString() }));

        Assert.Equal(0, rejected.Code);
    }

    [Fact]
    public async Task Delivery_OfTheSellersOwnParcel_IsTold()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "VN");
        using var client = new TikTokRawClient(store.Sandbox, store.Stores[0].Tokens.AccessToken);
        var order = await store.OrderAsync();
        var package = JsonSerializer.Deserialize<JsonElement>(order.PlatformData!).GetProperty("packages")[0].GetString()!;
        var provider = (await store.Platform.Shipments!.CarriersAsync(store.Connection, CancellationToken.None))[0].Code;
        await client.SendAsync(HttpMethod.Post, $"/fulfillment/202309/packages/{package}/ship", JsonSerializer.Serialize(new { self_shipment = new { tracking_number = "TRACK0001", shipping_provider_id = provider } }));

        var told = await client.SendAsync(HttpMethod.Post, "/fulfillment/202309/packages/deliver", JsonSerializer.Serialize(new
        {
            packages = new[] { new { id = package, delivery_type = "DELIVERY_SUCCESS" }, new { id = "1", delivery_type = "DELIVERY_SUCCESS" } },
        }));

        Assert.Equal("1", Assert.Single(told.Data.GetProperty("errors").EnumerateArray()).GetProperty("detail").GetProperty("package_id").GetString());
        Assert.Equal(RemoteOrderStatus.Delivered, (await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None))!.Status);
    }
}

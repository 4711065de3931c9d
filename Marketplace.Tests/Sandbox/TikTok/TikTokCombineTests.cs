using System.Text.Json;
using Marketplace.Tests.Platforms.TikTok;

namespace Marketplace.Tests.Sandbox.TikTok;

public class TikTokCombineTests
{
    [Fact]
    public async Task Combine_OrdersOfOneBuyer_BecomeOnePackageAndComeApartAgain()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => (options.Orders, options.TikTok.Markets) = (12, "PH"));
        using var client = new TikTokRawClient(store.Sandbox, store.Stores[0].Tokens.AccessToken);
        var group = await CombinableAsync(store, client);
        var (draft, orders) = (group.GetProperty("id").GetString()!, group.GetProperty("order_ids").EnumerateArray().Select(id => id.GetString()!).ToList());

        var body = JsonSerializer.Serialize(new { combinable_packages = new[] { new { id = draft, order_ids = orders }, new { id = "1", order_ids = orders } } });
        var combined = await client.SendAsync(HttpMethod.Post, "/fulfillment/202309/packages/combine", body);

        var package = Assert.Single(combined.Data.GetProperty("packages").EnumerateArray()).GetProperty("id").GetString()!;
        Assert.Equal(21011028, Assert.Single(combined.Data.GetProperty("errors").EnumerateArray()).GetProperty("code").GetInt64());
        Assert.Equal([package], await PackagesAsync(client, orders));

        var apart = await client.SendAsync(HttpMethod.Post, $"/fulfillment/202309/packages/{package}/uncombine", JsonSerializer.Serialize(new { order_ids = orders }));

        Assert.Equal(orders.Count, apart.Data.GetProperty("packages").GetArrayLength());
        Assert.Equal(orders.Count, (await PackagesAsync(client, orders)).Count);
    }

    [Fact]
    public async Task SplitAttributes_SayWhichOrdersMayBeSplit()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Markets = "PH");
        using var client = new TikTokRawClient(store.Sandbox, store.Stores[0].Tokens.AccessToken);
        var sku = (await store.ListingsAsync())[0].Sku;
        string[] orders = [store.Shop.CreateOrders(1, sku, 2)[0], store.Shop.CreateOrders(1, sku, 1)[0]];

        var answer = await client.SendAsync(HttpMethod.Get, "/fulfillment/202309/orders/split_attributes", null, ("order_ids", string.Join(',', orders)));

        Assert.Equal([true, false], answer.Data.GetProperty("split_attributes").EnumerateArray().Select(order => order.GetProperty("can_split").GetBoolean()));
    }

    // Now and then a buyer buys twice.
    private static async Task<JsonElement> CombinableAsync(TikTokTestStore store, TikTokRawClient client)
    {
        store.Shop.CreateOrders(200, null, 1);
        var answer = await client.SendAsync(HttpMethod.Get, "/fulfillment/202309/combinable_packages/search", null, ("page_size", "10"));
        return answer.Data.GetProperty("combinable_packages").EnumerateArray().First();
    }

    private static async Task<List<string>> PackagesAsync(TikTokRawClient client, IReadOnlyList<string> orders)
    {
        var answer = await client.SendAsync(HttpMethod.Get, "/order/202507/orders", null, ("ids", string.Join(',', orders)));
        return [.. answer.Data.GetProperty("orders").EnumerateArray().SelectMany(order => order.GetProperty("packages").EnumerateArray()).Select(package => package.GetProperty("id").GetString()!).Distinct()];
    }
}

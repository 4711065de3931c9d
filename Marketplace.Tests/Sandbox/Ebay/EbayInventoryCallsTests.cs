using System.Diagnostics;
using Marketplace.Sandbox;

namespace Marketplace.Tests.Sandbox.Ebay;

public sealed class EbayInventoryCallsTests
{
    private const string Inventory = "/sell/inventory/v1";

    [Theory]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("en")]
    public async Task Read_WithoutAConcreteLocale_IsRefused(string? locale)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        ebay.Locale = locale;

        var answer = await ebay.GetAsync($"{Inventory}/inventory_item");

        Assert.Equal((400, 25709), (answer.Status, answer.ErrorId));
        Assert.Contains("Accept-Language", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OffsetCountsPages()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var first = (await ebay.GetAsync($"{Inventory}/inventory_item?limit=15")).Json;
        var last = (await ebay.GetAsync($"{Inventory}/inventory_item?limit=15&offset=2")).Json;

        Assert.Equal(40, first.GetProperty("total").GetInt32());
        Assert.Equal(3, first.GetProperty("size").GetInt32());
        Assert.EndsWith("offset=1", first.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal(10, last.GetProperty("inventoryItems").GetArrayLength());
        Assert.False(last.TryGetProperty("next", out _));
        Assert.Equal(25706, (await ebay.GetAsync($"{Inventory}/inventory_item?limit=201")).ErrorId);
    }

    [Fact]
    public async Task Location_ChangedSwitchedAndDeleted_FollowsEachCall()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var path = $"{Inventory}/location/attic";
        var made = await ebay.PostAsync(path, new { name = "Attic", location = new { address = new { city = "Portland", country = "US", postalCode = "97201" } } });
        var changed = await ebay.PostAsync($"{path}/update_location_details", new { name = "Loft" });
        var off = await ebay.PostAsync($"{path}/disable", "{}");
        var seen = (await ebay.GetAsync(path)).Json;
        var on = await ebay.PostAsync($"{path}/enable", "{}");
        var gone = await ebay.DeleteAsync(path);

        Assert.Equal([204, 204, 200, 200, 204], new[] { made, changed, off, on, gone }.Select(answer => answer.Status));
        Assert.Equal(("Loft", "DISABLED"), (seen.GetProperty("name").GetString(), seen.GetProperty("merchantLocationStatus").GetString()));
        Assert.Equal((404, 25805), ((await ebay.DeleteAsync(path)).Status, (await ebay.GetAsync(path)).ErrorId));
    }

    [Fact]
    public async Task Group_Withdrawn_EndsTheListingOfAllItsVariations()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var group = (await ebay.GetAsync($"{Inventory}/inventory_item?limit=40")).Json.GetProperty("inventoryItems").EnumerateArray()
            .First(item => item.TryGetProperty("groupIds", out _));
        var key = group.GetProperty("groupIds")[0].GetString();

        var first = await ebay.PostAsync($"{Inventory}/offer/withdraw_by_inventory_item_group", new { inventoryItemGroupKey = key, marketplaceId = "EBAY_US" });
        var second = await ebay.PostAsync($"{Inventory}/offer/withdraw_by_inventory_item_group", new { inventoryItemGroupKey = key, marketplaceId = "EBAY_US" });
        var offer = (await ebay.GetAsync($"{Inventory}/offer?sku={Uri.EscapeDataString(group.GetProperty("sku").GetString()!)}")).Json.GetProperty("offers")[0];

        Assert.Equal((204, 400, 25725), (first.Status, second.Status, second.ErrorId));
        Assert.Equal("UNPUBLISHED", offer.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("""{"requests":[{"sku":7}]}""", "requests.sku")]
    [InlineData("""{"requests":[null]}""", "requests")]
    [InlineData("""{"requests":{}}""", "requests")]
    public async Task Body_OfAnotherShape_IsTurnedAwayByTheGatewayWithTheFieldsName(string body, string field)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var answer = await ebay.PostAsync($"{Inventory}/bulk_get_inventory_item", body);

        Assert.Equal((400, 2004), (answer.Status, answer.ErrorId));
        Assert.Contains($"[{field}]", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_WithoutSku_IsRefused_AndUnknownSkuHasNone()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();

        var bare = await ebay.GetAsync($"{Inventory}/offer");
        var unknown = await ebay.GetAsync($"{Inventory}/offer?sku=NOPE");

        Assert.Equal((400, 25707), (bare.Status, bare.ErrorId));
        Assert.Equal((404, 25713), (unknown.Status, unknown.ErrorId));
        Assert.Equal((404, 25702), ((await ebay.GetAsync($"{Inventory}/inventory_item/NO%2FPE")).Status, (await ebay.GetAsync($"{Inventory}/inventory_item/NO%2FPE")).ErrorId));
        Assert.Contains("NO/PE", (await ebay.GetAsync($"{Inventory}/inventory_item/NO%2FPE")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BulkGet_MixedSkus_AnswersEachForItself()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var sku = (await ebay.GetAsync($"{Inventory}/inventory_item")).Json.GetProperty("inventoryItems")[0].GetProperty("sku").GetString()!;

        var mixed = await ebay.PostAsync($"{Inventory}/bulk_get_inventory_item", Named(sku, "NOPE"));
        var twice = await ebay.PostAsync($"{Inventory}/bulk_get_inventory_item", Named(sku, sku));
        var many = await ebay.PostAsync($"{Inventory}/bulk_get_inventory_item", Named([.. Enumerable.Range(0, 26).Select(i => $"S{i}")]));

        Assert.Equal(207, mixed.Status);
        Assert.Equal([200, 404], mixed.Json.GetProperty("responses").EnumerateArray().Select(answer => answer.GetProperty("statusCode").GetInt32()));
        Assert.Equal(25734, twice.ErrorId);
        Assert.Equal(25727, many.ErrorId);
    }

    [Fact]
    public async Task BulkUpdate_EachSkuHasItsOwnStatus()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var items = (await ebay.GetAsync($"{Inventory}/inventory_item")).Json.GetProperty("inventoryItems").EnumerateArray().Select(item => item.GetProperty("sku").GetString()!).ToList();
        var offer = (await ebay.GetAsync($"{Inventory}/offer?sku={items[0]}")).Json.GetProperty("offers")[0].GetProperty("offerId").GetString();

        var answer = await ebay.PostAsync($"{Inventory}/bulk_update_price_quantity", new
        {
            requests = new object[]
            {
                new { sku = items[0], shipToLocationAvailability = new { quantity = 77 }, offers = new[] { new { offerId = offer, availableQuantity = 7, price = new { value = "9.99", currency = "USD" } } } },
                new { sku = "NOPE", shipToLocationAvailability = new { quantity = 1 } },
                new { sku = items[1], shipToLocationAvailability = new { quantity = -1 } },
                new { sku = items[2], offers = new[] { new { offerId = offer, availableQuantity = 3 } } },
                new { sku = items[3], shipToLocationAvailability = new { quantity = 0 } },
            },
        });

        Assert.Equal(207, answer.Status);
        Assert.Equal([200, 404, 400, 400, 200], answer.Json.GetProperty("responses").EnumerateArray().Select(verdict => verdict.GetProperty("statusCode").GetInt32()));
        var changed = (await ebay.GetAsync($"{Inventory}/offer/{offer}")).Json;
        Assert.Equal(7, changed.GetProperty("availableQuantity").GetInt32());
        Assert.Equal("9.99", changed.GetProperty("pricingSummary").GetProperty("price").GetProperty("value").GetString());
        Assert.Equal("OUT_OF_STOCK", (await ebay.GetAsync($"{Inventory}/offer?sku={items[3]}")).Json.GetProperty("offers")[0].GetProperty("listing").GetProperty("listingStatus").GetString());
        Assert.Equal(400, (await ebay.PostAsync($"{Inventory}/bulk_update_price_quantity", new { requests = Enumerable.Range(0, 26).Select(i => new { sku = $"S{i}", shipToLocationAvailability = new { quantity = 1 } }) })).Status);
    }

    [Fact]
    public async Task Listing_RevisedTooOftenInADay_IsBlocked()
    {
        await using var ebay = await EbayWireClient.ConnectAsync(new SandboxOptions { Listings = 3, Orders = 0 });
        var sku = (await ebay.GetAsync($"{Inventory}/inventory_item")).Json.GetProperty("inventoryItems")[0].GetProperty("sku").GetString();
        var statuses = new List<int>();

        for (var i = 0; i < 251; i++)
        {
            statuses.Add((await ebay.PostAsync($"{Inventory}/bulk_update_price_quantity", new { requests = new[] { new { sku, shipToLocationAvailability = new { quantity = i } } } })).Status);
        }

        Assert.All(statuses.Take(250), status => Assert.Equal(200, status));
        Assert.Equal(207, statuses[250]);
    }

    [Fact]
    public async Task Lag_HidesAWriteForAWhile()
    {
        await using var ebay = await EbayWireClient.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 3, Orders = 0, LagSeconds = 60 });
        var item = (await ebay.GetAsync($"{Inventory}/inventory_item")).Json.GetProperty("inventoryItems")[0];
        var sku = item.GetProperty("sku").GetString()!;

        await ebay.PostAsync($"{Inventory}/bulk_update_price_quantity", new { requests = new[] { new { sku, shipToLocationAvailability = new { quantity = 4711 } } } });

        Assert.DoesNotContain("4711", (await ebay.GetAsync($"{Inventory}/inventory_item/{sku}")).Body, StringComparison.Ordinal);
        Assert.Contains("4711", System.Text.Json.JsonSerializer.Serialize(ebay.Market.DescribeListing(sku)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HundredThousandListingsAndOrders_AreServedAtOnce()
    {
        await using var ebay = await EbayWireClient.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 100_000, Orders = 100_000 });
        var watch = Stopwatch.StartNew();

        var orders = await ebay.GetAsync("/sell/fulfillment/v1/order?limit=200&offset=99800");
        var items = await ebay.GetAsync($"{Inventory}/inventory_item?limit=200&offset=499");
        ebay.Market.CreateOrders(1_000, null, 1);

        Assert.Equal(200, orders.Json.GetProperty("orders").GetArrayLength());
        Assert.Equal(200, items.Json.GetProperty("inventoryItems").GetArrayLength());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private static object Named(params string[] skus) => new { requests = skus.Select(sku => new { sku }) };
}

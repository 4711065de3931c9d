using System.Text.Json;
using Marketplace.Sandbox;
using Marketplace.Sandbox.SampleData;
using Marketplace.Tests.Platforms.Amazon;

namespace Marketplace.Tests.Sandbox.Amazon;

public sealed class AmazonListingsWireTests
{
    private static string Items(AmazonBed bed, string? sku = null) =>
        $"/listings/2021-08-01/items/{bed["SellerId"]}{(sku is null ? "" : "/" + Uri.EscapeDataString(sku))}?marketplaceIds=ATVPDKIKX0DER";

    private static async Task<JsonElement> PatchAsync(AmazonBed bed, string sku, string patch, string query = "")
    {
        using var answer = await bed.SendAsync(HttpMethod.Patch, AmazonWire.Api, Items(bed, sku) + query, await bed.TokenAsync(), AmazonWire.Json($$"""{"productType":"PRODUCT","patches":[{{patch}}]}"""));
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.BodyAsync();
    }

    [Fact]
    public async Task Search_ShowsAThousandAndNoMore()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Listings = 1_100, Orders = 0 });
        var token = await bed.TokenAsync();
        var (pages, next) = (0, "");
        while (next is not null)
        {
            using var answer = await bed.GetAsync(Items(bed) + "&pageSize=20" + (next.Length > 0 ? $"&pageToken={Uri.EscapeDataString(next)}" : ""), token);
            var body = await answer.BodyAsync();
            Assert.Equal(1_100, body.GetProperty("numberOfResults").GetInt32());
            next = body.GetProperty("pagination").TryGetProperty("nextToken", out var value) ? value.GetString() : null;
            pages++;
        }

        Assert.Equal(50, pages);
    }

    [Theory]
    [InlineData("&pageSize=21")]
    [InlineData("&identifiers=A")]
    [InlineData("&sortBy=price")]
    [InlineData("&includedData=everything")]
    [InlineData("&pageToken=abc")]
    public async Task Search_WrongParameters_Are400(string query)
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.GetAsync(Items(bed) + query, await bed.TokenAsync());
        Assert.Equal(400, (await answer.ErrorAsync()).Status);
    }

    [Fact]
    public async Task Get_UnknownSku_NamesItDecoded()
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.GetAsync(Items(bed, "a/b c"), await bed.TokenAsync());
        Assert.Equal((404, "NOT_FOUND", "SKU 'a/b c' not found in marketplace ATVPDKIKX0DER", ""), await answer.ErrorAsync());
    }

    [Fact]
    public async Task Get_AnotherSellersPath_IsDenied()
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.GetAsync("/listings/2021-08-01/items/A2OTHER00001/X?marketplaceIds=ATVPDKIKX0DER", await bed.TokenAsync());
        Assert.Equal(403, (await answer.ErrorAsync()).Status);
    }

    [Fact]
    public async Task Patch_ReplaceDropsWhatMergeKeeps()
    {
        await using var bed = await AmazonBed.StartAsync();
        var sku = SampleCatalog.Items(42, 1)[0].Sku;
        const string Value = "\"path\":\"/attributes/fulfillment_availability\",\"value\":[{\"fulfillment_channel_code\":\"DEFAULT\",\"quantity\":7}]";
        JsonElement Listing() => JsonSerializer.SerializeToElement(bed.Amazon.DescribeListing(sku));

        await PatchAsync(bed, sku, $$"""{"op":"merge",{{Value}}}""");
        Assert.Equal(2, Listing().GetProperty("leadTimeDays").GetInt32());
        await PatchAsync(bed, sku, $$"""{"op":"replace",{{Value}}}""");
        Assert.Equal(JsonValueKind.Null, Listing().GetProperty("leadTimeDays").ValueKind);
    }

    [Theory]
    [InlineData("""{"op":"merge","path":"/attributes/fulfillmentAvailability","value":[{"quantity":1}]}""", "90000900")]
    [InlineData("""{"op":"merge","path":"/attributes/fulfillment_availability","value":[{"quantity":1}]}""", "90220")]
    [InlineData("""{"op":"merge","path":"/attributes/fulfillment_availability","value":[{"fulfillment_channel_code":"DEFAULT","quantity":"1"}]}""", "90117")]
    public async Task Patch_Nonsense_Is200WithStatusInvalid(string patch, string code)
    {
        await using var bed = await AmazonBed.StartAsync();
        var body = await PatchAsync(bed, SampleCatalog.Items(42, 1)[0].Sku, patch);
        Assert.Equal(("INVALID", code), (body.GetProperty("status").GetString(), body.GetProperty("issues")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Patch_Preview_ChangesNothing()
    {
        await using var bed = await AmazonBed.StartAsync();
        var sku = SampleCatalog.Items(42, 1)[0].Sku;
        var before = JsonSerializer.Serialize(bed.Amazon.DescribeListing(sku));
        var body = await PatchAsync(bed, sku, """{"op":"merge","path":"/attributes/fulfillment_availability","value":[{"fulfillment_channel_code":"DEFAULT","quantity":999}]}""", "&mode=VALIDATION_PREVIEW");
        Assert.Equal("VALID", body.GetProperty("status").GetString());
        Assert.Equal(before, JsonSerializer.Serialize(bed.Amazon.DescribeListing(sku)));
    }

    [Fact]
    public async Task Put_NewSku_MakesAListing_AndDeleteTakesItAway()
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        const string Body = """{"productType":"PRODUCT","requirements":"LISTING_OFFER_ONLY","attributes":{"item_name":[{"value":"Lamp"}],"fulfillment_availability":[{"fulfillment_channel_code":"DEFAULT","quantity":4}],"purchasable_offer":[{"currency":"USD","our_price":[{"schedule":[{"value_with_tax":19.99}]}]}]}}""";

        using var put = await bed.SendAsync(HttpMethod.Put, AmazonWire.Api, Items(bed, "NEW/1 a"), token, AmazonWire.Json(Body));
        using var made = await bed.GetAsync(Items(bed, "NEW/1 a") + "&includedData=summaries,offers,fulfillmentAvailability", token);
        using var delete = await bed.SendAsync(HttpMethod.Delete, AmazonWire.Api, Items(bed, "NEW/1 a"), token);
        using var gone = await bed.GetAsync(Items(bed, "NEW/1 a"), token);

        var listing = await made.BodyAsync();
        Assert.Equal("ACCEPTED", (await put.BodyAsync()).GetProperty("status").GetString());
        Assert.Equal("Lamp", listing.GetProperty("summaries")[0].GetProperty("itemName").GetString());
        Assert.Equal(4, listing.GetProperty("fulfillmentAvailability")[0].GetProperty("quantity").GetInt32());
        Assert.Equal("19.99", listing.GetProperty("offers")[0].GetProperty("price").GetProperty("amount").GetString());
        Assert.Equal("ACCEPTED", (await delete.BodyAsync()).GetProperty("status").GetString());
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"productType":"PRODUCT"}""")]
    [InlineData("""{"productType":"PRODUCT","attributes":[]}""")]
    [InlineData("""{"productType":"PRODUCT","attributes":{},"requirements":"EVERYTHING"}""")]
    [InlineData("""{"productType":"PRODUCT","attributes":{"brand":"text"}}""")]
    public async Task Put_Malformed_Is400(string body)
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.SendAsync(HttpMethod.Put, AmazonWire.Api, Items(bed, "NEW-1"), await bed.TokenAsync(), AmazonWire.Json(body));
        Assert.Equal(400, (await answer.ErrorAsync()).Status);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("[{\"schedule\":[7]}]")]
    [InlineData("[{\"schedule\":[{\"value_with_tax\":\"9.50\"}]}]")]
    [InlineData("[{\"schedule\":[{\"value_with_tax\":1e300}]}]")]
    public async Task Patch_PriceOfAnotherShape_Is200WithStatusInvalid(string price)
    {
        await using var bed = await AmazonBed.StartAsync();
        var body = await PatchAsync(bed, SampleCatalog.Items(42, 1)[0].Sku, $$"""{"op":"replace","path":"/attributes/purchasable_offer","value":[{"our_price":{{price}} }]}""");
        Assert.Equal("INVALID", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Seed_ListingShowsWhatOpenOrdersLeave()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 0 });
        await using var sold = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 12 });
        var left = SampleCatalog.Items(42, 60).Take(58).Sum(i => JsonSerializer.SerializeToElement(sold.Amazon.DescribeListing(i.Sku)).GetProperty("quantity").GetInt32());
        var full = SampleCatalog.Items(42, 60).Take(58).Sum(i => JsonSerializer.SerializeToElement(bed.Amazon.DescribeListing(i.Sku)).GetProperty("quantity").GetInt32());
        Assert.InRange(full - left, 11, 30);
    }

    [Fact]
    public async Task HundredThousand_AreHeldAndFoundQuickly()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Listings = 100_000, Orders = 100_000 });
        var token = await bed.TokenAsync();
        var started = TimeProvider.System.GetTimestamp();
        using var orders = await bed.GetAsync("/orders/2026-01-01/orders?createdAfter=2020-01-01T00:00:00Z&includedData=FULFILLMENT", token);
        using var listings = await bed.GetAsync(Items(bed) + "&pageSize=20", token);
        Assert.Equal(100, (await orders.BodyAsync()).GetProperty("orders").GetArrayLength());
        Assert.Equal(100_000, (await listings.BodyAsync()).GetProperty("numberOfResults").GetInt32());
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5), "Two pages took longer than five seconds.");
    }
}

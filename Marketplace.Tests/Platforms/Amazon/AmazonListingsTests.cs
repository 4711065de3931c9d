using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Sandbox;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonListingsTests
{
    private static async Task<List<RemoteListing>> AllAsync(AmazonBed bed, ConnectionContext connection)
    {
        var all = new List<RemoteListing>();
        await foreach (var page in bed.Platform.Listings!.ListAsync(connection, CancellationToken.None))
        {
            Assert.Empty(page.Defects);
            all.AddRange(page.Items);
        }

        return all;
    }

    [Fact]
    public async Task List_MapsProductWhole()
    {
        await using var bed = await AmazonBed.StartAsync();
        var listings = await AllAsync(bed, await bed.ConnectAsync());
        Assert.Equal(60, listings.Count);

        var item = SampleCatalog.Items(42, 60).First(i => i.Variation.Count == 2);
        var listing = listings.Single(l => l.Sku == item.Sku);
        Assert.Equal(item.Title, listing.Title);
        Assert.Equal(item.Brand, listing.Brand);
        Assert.Equal(string.Join(" / ", item.Variation.Values), listing.VariationTitle);
        Assert.Equal($"ATVPDKIKX0DER:{item.ParentSku}", listing.ExternalProductId);
        Assert.Equal(item.PriceMinor, listing.Price!.Value.Minor);
        Assert.Equal(item.Ean, listing.Identifiers["EAN"]);
        Assert.Equal(10, listing.Identifiers["ASIN"].Length);
        Assert.Equal(RemoteListingStatus.Active, listing.Status);
        Assert.StartsWith("https://www.amazon.com/dp/B0", listing.Url!.AbsoluteUri, StringComparison.Ordinal);
        Assert.NotNull(listing.Description);
    }

    [Fact]
    public async Task List_Picture_CanBeFetched()
    {
        await using var bed = await AmazonBed.StartAsync();
        var listing = (await AllAsync(bed, await bed.ConnectAsync()))[0];
        using var picture = await bed.Http.GetAsync(listing.Images[0]);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task List_StockHeldByAmazon_IsMarkedSo()
    {
        await using var bed = await AmazonBed.StartAsync();
        var held = (await AllAsync(bed, await bed.ConnectAsync())).Where(l => l.FulfilledByMarketplace).ToList();
        Assert.Equal(2, held.Count);
        Assert.All(held, l => Assert.EndsWith("-FBA", l.Sku, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_BeyondAThousand_IsComplete()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Listings = 2_345, Orders = 0 });
        var listings = await AllAsync(bed, await bed.ConnectAsync());
        Assert.Equal(2_345, listings.Count);
        Assert.Equal(2_345, listings.Select(l => l.ExternalId).Distinct().Count());
    }

    [Fact]
    public async Task List_SoldOut_StaysActive()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var sku = SampleCatalog.Items(42, 1)[0].Sku;
        bed.Amazon.CreateOrders(1, sku, 1000);
        var listing = (await AllAsync(bed, connection)).Single(l => l.Sku == sku);
        Assert.Equal(0, listing.Quantity);
        Assert.Equal(RemoteListingStatus.Active, listing.Status);
    }

    [Fact]
    public void Map_ParentOfAFamily_IsNoListing()
    {
        using var document = JsonDocument.Parse("""
            {"sku":"PARENT","summaries":[{"marketplaceId":"ATVPDKIKX0DER","status":[],"productType":"HAT"}],
             "relationships":[{"marketplaceId":"ATVPDKIKX0DER","relationships":[{"type":"VARIATION","childSkus":["A","B"]}]}]}
            """);
        Assert.Equal((null, null), AmazonListingMapping.Map(document.RootElement, "ATVPDKIKX0DER"));
    }

    [Fact]
    public void Map_Issues_AreToldInWords()
    {
        using var document = JsonDocument.Parse("""
            {"sku":"A","summaries":[{"marketplaceId":"ATVPDKIKX0DER","asin":"B01","status":["DISCOVERABLE"],"productType":"HAT","itemName":"Hat"}],
             "fulfillmentAvailability":[{"fulfillmentChannelCode":"DEFAULT","quantity":3}],
             "issues":[{"code":"90220","message":"'size' is required but not supplied.","severity":"ERROR","categories":[]},{"code":"1","message":"hint","severity":"INFO","categories":[]}]}
            """);
        var listing = AmazonListingMapping.Map(document.RootElement, "ATVPDKIKX0DER").Listing!;
        Assert.Equal(["'size' is required but not supplied."], listing.Issues);
        Assert.Equal(RemoteListingStatus.Inactive, listing.Status);
    }
}

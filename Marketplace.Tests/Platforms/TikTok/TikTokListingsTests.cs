using Marketplace.Core.Platforms;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokListingsTests
{
    [Fact]
    public async Task List_WholeShop_HasEverySkuWithItsDetails()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => (options.Listings, options.Orders) = (300, 0));
        var items = SampleCatalog.Items(42, 300);

        var listings = await store.ListingsAsync();

        Assert.Equal(items.Select(item => item.Sku).Order(), listings.Select(listing => listing.Sku).Order());
        foreach (var (item, listing) in items.Join(listings, item => item.Sku, listing => listing.Sku, (item, listing) => (item, listing)))
        {
            Assert.Equal(item.Title, listing.Title);
            Assert.Equal(item.Quantity, listing.Quantity);
            Assert.Equal(item.PriceMinor, listing.Price!.Value.Minor);
            Assert.Equal(item.Brand, listing.Brand);
            Assert.Equal(string.Join(" › ", item.Category), listing.CategoryPath);
            Assert.Equal(item.Ean, listing.Identifiers["EAN"]);
            Assert.Equal(RemoteListingStatus.Active, listing.Status);
            Assert.NotEmpty(listing.Images);
        }
    }

    [Fact]
    public async Task List_Variations_ShareAProductAndNameWhatSetsThemApart()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var family = SampleCatalog.Items(42, 60).Where(item => item.ParentSku is not null).GroupBy(item => item.ParentSku).First(group => group.Count() > 1).ToList();

        var listings = (await store.ListingsAsync()).Where(listing => family.Exists(item => item.Sku == listing.Sku)).ToList();

        Assert.Single(listings.Select(listing => listing.ExternalProductId).Distinct());
        Assert.Equal(family.Select(item => string.Join(" / ", item.Variation.Values)).Order(), listings.Select(listing => listing.VariationTitle).Order());
    }

    [Fact]
    public async Task List_ProductWithoutVariations_StandsAlone()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var single = SampleCatalog.Items(42, 60).First(item => item.ParentSku is null);

        var listing = (await store.ListingsAsync()).Single(listing => listing.Sku == single.Sku);

        Assert.Equal(listing.ExternalId, listing.ExternalProductId);
        Assert.Null(listing.VariationTitle);
    }

    [Fact]
    public async Task Find_ProductOfANotification_BringsAllItsVariationsAsTheListDoes()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var family = (await store.ListingsAsync()).GroupBy(listing => listing.ExternalProductId).First(group => group.Count() > 1).ToList();

        var found = await store.Platform.Listings!.FindAsync(store.Connection, family[0].ExternalProductId, CancellationToken.None);

        Assert.Equal(family.Select(Told).Order(), found!.Select(Told).Order());
        Assert.Empty((await store.Platform.Listings!.FindAsync(store.Connection, "1729592960000000000", CancellationToken.None))!);

        static string Told(RemoteListing listing) =>
            $"{listing.ExternalId} {listing.Sku} {listing.Title} {listing.VariationTitle} {listing.Price} {listing.Quantity} {listing.Status} {listing.PlatformData}";
    }

    [Fact]
    public async Task List_Images_CanBeFetched()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.Listings = 3);
        using var browser = new HttpClient();

        using var answer = await browser.GetAsync((await store.ListingsAsync())[0].Images[0]);

        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<svg", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_MoreThanASearchShows_IsSplitByTimeOfCreation()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => (options.Listings, options.Orders, options.TikTok.MostSearchResults) = (900, 0, 150));

        var listings = await store.ListingsAsync();

        Assert.Equal(900, listings.Select(listing => listing.ExternalId).Distinct().Count());
        Assert.Equal(900, listings.Count);
    }
}

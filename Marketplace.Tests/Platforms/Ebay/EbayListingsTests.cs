using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayListingsTests
{
    [Fact]
    public async Task List_MoreThanAPage_BringsEachListingOnce()
    {
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 450, Orders = 0 });

        var pages = await ReadAsync(store);

        Assert.Equal(3, pages.Count);
        Assert.Equal(SampleCatalog.Items(42, 450).Select(item => item.Sku).Order(), pages.SelectMany(page => page.Items).Select(listing => listing.Sku!).Order());
        Assert.Equal(450, pages.SelectMany(page => page.Items).Select(listing => listing.ExternalId).Distinct().Count());
        Assert.All(pages, page => Assert.Equal(450, page.Total));
        Assert.Equal(450, store.Calls("getOffers"));
        Assert.Equal(SampleCatalog.Items(42, 450).Select(item => item.ParentSku).OfType<string>().Distinct().Count(), store.Calls("getInventoryItemGroup"));
    }

    [Fact]
    public async Task List_ItemWithVariations_IsMappedWhole()
    {
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 20, Orders = 0 });
        var item = SampleCatalog.Items(42, 20).First(known => known.Variation.Count == 2);

        var all = (await ReadAsync(store)).SelectMany(page => page.Items).ToList();

        var listing = all.Single(known => known.Sku == item.Sku);
        Assert.Equal(item.Title, listing.Title);
        Assert.Equal(string.Join(" / ", item.Variation.Values), listing.VariationTitle);
        Assert.Equal(item.ParentSku, listing.ExternalProductId);
        Assert.Equal(item.Quantity, listing.Quantity);
        Assert.Equal(item.PriceMinor, listing.Price!.Value.Minor);
        Assert.Equal(item.Ean, listing.Identifiers["EAN"]);
        Assert.Equal(item.Brand, listing.Brand);
        Assert.Equal(item.Variation["Color"], listing.Attributes["Color"]);
        Assert.Equal("Mixed", listing.Attributes["Material"]);
        Assert.Equal(string.Join(" › ", item.Category), listing.CategoryPath);
        Assert.Equal("NEW", listing.Condition);
        Assert.Contains(item.Brand, listing.Description, StringComparison.Ordinal);
        Assert.NotEmpty(listing.Images);
        Assert.Empty(listing.Issues);
        Assert.Equal(RemoteListingStatus.Active, listing.Status);
        Assert.Equal("www.ebay.com", listing.Url!.Host);
        Assert.Single(all.Where(known => known.ExternalProductId == item.ParentSku).Select(known => known.Url).Distinct());
    }

    [Fact]
    public async Task List_CategoriesOfASite_AreFetchedOnce()
    {
        await using var store = await EbayStore.ConnectAsync();

        await ReadAsync(store);
        await ReadAsync(store);

        Assert.Equal((1, 1), (store.Calls("getDefaultCategoryTreeId"), store.Calls("getCategoryTree")));
    }

    [Fact]
    public async Task List_CategoriesCannotBeHad_BringsListingsWithoutThem()
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Fault("getCategoryTree", FaultKind.Error, 100);

        var all = (await ReadAsync(store)).SelectMany(page => page.Items).ToList();

        Assert.Equal(40, all.Count);
        Assert.All(all, listing => Assert.Null(listing.CategoryPath));
    }

    [Fact]
    public async Task List_Images_CanBeFetched()
    {
        await using var store = await EbayStore.ConnectAsync();
        using var browser = new HttpClient();

        var image = (await ReadAsync(store))[0].Items[0].Images[0];

        Assert.StartsWith("<svg", (await browser.GetStringAsync(image)).TrimStart(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("getInventoryItems", FaultKind.Error)]
    [InlineData("getInventoryItems", FaultKind.Reset)]
    [InlineData("getOffers", FaultKind.Throttle)]
    [InlineData("getOffers", FaultKind.Error)]
    [InlineData("getInventoryItemGroup", FaultKind.Error)]
    public async Task List_PassingFault_StillBringsAll(string operation, FaultKind kind)
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Fault(operation, kind, 2);

        var pages = await ReadAsync(store);

        Assert.Equal(40, pages.Sum(page => page.Items.Count));
        Assert.Empty(pages.SelectMany(page => page.Defects));
    }

    [Fact]
    public async Task List_ExpiredTokenAnsweredAsMissingPermission_IsRenewed()
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Fault("getInventoryItems", FaultKind.ExpiredToken);

        var pages = await ReadAsync(store);

        Assert.Equal(40, pages.Sum(page => page.Items.Count));
        Assert.Equal(1, store.Tokens.Renewals);
    }

    internal static async Task<IReadOnlyList<RemotePage<RemoteListing>>> ReadAsync(EbayStore store)
    {
        var pages = new List<RemotePage<RemoteListing>>();
        await foreach (var page in store.Platform.Listings!.ListAsync(store.Connection, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }
}

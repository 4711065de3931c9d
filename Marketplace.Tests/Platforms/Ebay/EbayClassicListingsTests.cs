using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayClassicListingsTests
{
    private const int ByApi = 20;
    private const int ByHand = 14;

    [Fact]
    public async Task List_ListingsMadeByHand_AreFoundBesideTheOthersAndOnce()
    {
        await using var store = await ConnectAsync();

        var all = (await EbayListingsTests.ReadAsync(store)).SelectMany(page => page.Items).ToList();

        Assert.Equal(ByApi + ByHand, all.Count);
        Assert.Equal(all.Count, all.Select(listing => listing.ExternalId).Distinct().Count());
        Assert.Equal(ByApi, all.Count(listing => Model(listing) == "inventory"));
        Assert.Equal(ByHand, all.Count(listing => Model(listing) == "trading"));
        Assert.Contains(all, listing => listing.Sku is null);
    }

    [Fact]
    public async Task List_VariationMadeByHand_IsMappedWhole()
    {
        await using var store = await ConnectAsync();
        var item = SampleCatalog.Items(42, ByApi + ByHand).Skip(ByApi).First(known => known.Variation.Count > 0);
        store.Market.CreateOrders(1, item.Sku, 2);

        var listing = (await EbayListingsTests.ReadAsync(store)).SelectMany(page => page.Items).Single(known => known.Sku == item.Sku);

        Assert.Equal(item.Quantity - 2, listing.Quantity);
        Assert.Equal(item.PriceMinor, listing.Price!.Value.Minor);
        Assert.Equal(string.Join(" / ", item.Variation.Values), listing.VariationTitle);
        Assert.Equal(item.Title, listing.Title);
        Assert.Equal(RemoteListingStatus.Active, listing.Status);
        Assert.Equal(item.Brand, listing.Brand);
        Assert.Equal(string.Join(" › ", item.Category), listing.CategoryPath);
        Assert.Equal("New", listing.Condition);
        Assert.Equal(item.Ean, listing.Identifiers["EAN"]);
        Assert.False(listing.Identifiers.ContainsKey("UPC"));
        Assert.Equal(item.Variation["Color"], listing.Attributes["Color"]);
        Assert.Equal(2, listing.Images.Count);
        Assert.Contains(item.Brand, listing.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_BothModels_EachGoesItsWay()
    {
        await using var store = await ConnectAsync();
        var changes = await ChangesAsync(store);

        var verdicts = await store.Platform.Stock!.PushAsync(store.Connection, changes, CancellationToken.None);
        var seen = await store.Platform.Stock.ReadAsync(store.Connection, [.. changes.Select(change => change.Listing)], CancellationToken.None);

        Assert.All(verdicts, verdict => Assert.True(verdict.Accepted, verdict.Reason));
        Assert.Equal(changes.Count, verdicts.Count);
        Assert.Equal(
            changes.Select(change => (change.Listing.ExternalId, change.Quantity)).Order(),
            seen.Select(shown => (shown.ExternalId, shown.Quantity)).Order());
        Assert.Equal(1, store.Calls("bulkUpdatePriceQuantity"));
    }

    [Fact]
    public async Task Push_PartOfAFoursomeFails_SaysWhich()
    {
        await using var store = await ConnectAsync();
        var changes = (await ChangesAsync(store)).Where(change => change.Listing.PlatformData!.Contains("trading", StringComparison.Ordinal)).Take(4).ToList();
        store.Fault("trading", FaultKind.Partial);

        var verdicts = await store.Platform.Stock!.PushAsync(store.Connection, changes, CancellationToken.None);

        Assert.Equal([true, false, true, false], verdicts.Select(verdict => verdict.Accepted));
        Assert.All(verdicts.Where(verdict => !verdict.Accepted), verdict => Assert.Equal(("10007", true), (verdict.RawCode, verdict.MayRetry)));
    }

    [Fact]
    public async Task Push_OneListingIsGone_TheOthersFollow()
    {
        await using var store = await ConnectAsync();
        var changes = (await ChangesAsync(store)).Where(change => change.Listing.PlatformData!.Contains("trading", StringComparison.Ordinal)).Take(3).ToList();
        var gone = new StockChange(new ListingReference("306000000001", null, """{"itemId":"306000000001"}"""), 1);

        var verdicts = await store.Platform.Stock!.PushAsync(store.Connection, [gone, .. changes], CancellationToken.None);
        var alone = Assert.Single(await store.Platform.Stock.PushAsync(store.Connection, [gone], CancellationToken.None));

        Assert.Equal([false, true, true, true], verdicts.Select(verdict => verdict.Accepted));
        Assert.Equal("17", verdicts[0].RawCode);
        Assert.Equal(("17", false), (alone.RawCode, alone.MayRetry));
    }

    [Fact]
    public async Task Push_ApiListingByTheWrongModel_IsRefused()
    {
        await using var store = await ConnectAsync();
        var listing = (await EbayListingsTests.ReadAsync(store))[0].Items.First(known => known.VariationTitle is null);

        var verdict = Assert.Single(await store.Platform.Stock!.PushAsync(
            store.Connection, [new StockChange(new ListingReference(listing.ExternalId, null, $$"""{"itemId":"{{listing.ExternalId}}"}"""), 1)], CancellationToken.None));

        Assert.Equal("21919474", verdict.RawCode);
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task List_FaultInsideAnHttp200_StillBringsAll(FaultKind kind)
    {
        await using var store = await ConnectAsync();
        store.Fault("trading", kind);

        var pages = await EbayListingsTests.ReadAsync(store);

        Assert.Equal(ByApi + ByHand, pages.Sum(page => page.Items.Count));
        Assert.Equal(kind == FaultKind.ExpiredToken ? 1 : 0, store.Tokens.Renewals);
    }

    [Fact]
    public async Task Order_OfAListingWithoutSku_NamesTheListing()
    {
        await using var store = await ConnectAsync();
        var listing = (await EbayListingsTests.ReadAsync(store)).SelectMany(page => page.Items).First(known => known.Sku is null);
        var sku = SampleCatalog.Items(42, ByApi + ByHand).Single(item => Number(store, item.Sku) == listing.ExternalId).Sku;

        var id = store.Market.CreateOrders(1, sku, 1)[0];
        var line = (await store.Platform.Orders!.GetAsync(store.Connection, id, CancellationToken.None))!.Lines[0];

        Assert.Null(line.Sku);
        Assert.Equal(listing.ExternalId, line.ExternalListingId);
    }

    private static Task<EbayStore> ConnectAsync() => EbayStore.ConnectAsync(
        new SandboxOptions { EnforceLimits = false, Listings = ByApi, Orders = 0, Ebay = new EbaySandboxOptions { ClassicListings = ByHand } });

    private static async Task<IReadOnlyList<StockChange>> ChangesAsync(EbayStore store) =>
        [.. (await EbayListingsTests.ReadAsync(store)).SelectMany(page => page.Items).Select((listing, i) => new StockChange(new ListingReference(listing.ExternalId, listing.Sku, listing.PlatformData), 100 + i))];

    private static string? Model(RemoteListing listing) => JsonSerializer.Deserialize<JsonElement>(listing.PlatformData!).GetProperty("model").GetString();

    private static string? Number(EbayStore store, string sku) => JsonSerializer.SerializeToElement(store.Market.DescribeListing(sku)).GetProperty("listingId").GetString();
}

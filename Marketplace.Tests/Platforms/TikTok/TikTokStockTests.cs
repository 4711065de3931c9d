using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.TikTok;

public class TikTokStockTests
{
    [Fact]
    public async Task Push_ManyListings_SetsThemWithOneCallPerProduct()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var listings = await store.ListingsAsync();

        var verdicts = await PushAsync(store, listings, (_, i) => i);

        Assert.All(verdicts, verdict => Assert.True(verdict.Accepted, verdict.Reason));
        Assert.Equal(listings.Count, verdicts.Count);
        Assert.Equal(listings.Select(listing => listing.ExternalProductId).Distinct().Count(), store.Log.Calls.Count(call => call.Operation == "UpdateInventory"));
        var seen = await store.Platform.Stock!.ReadAsync(store.Connection, [.. listings.Select(Reference)], CancellationToken.None);
        Assert.Equal(listings.Select((listing, i) => new StockSeen(listing.ExternalId, i)).OrderBy(stock => stock.ExternalId), seen.OrderBy(stock => stock.ExternalId));
    }

    [Fact]
    public async Task Push_Zero_IsTaken()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var listing = (await store.ListingsAsync())[0];

        Assert.True((await PushAsync(store, [listing], (_, _) => 0)).Single().Accepted);

        Assert.Equal(0, Quantity(store, listing));
    }

    [Fact]
    public async Task Push_TooMuch_IsRefusedWithReason()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var listing = (await store.ListingsAsync())[0];

        var verdict = (await PushAsync(store, [listing], (_, _) => 100_000)).Single();

        Assert.False(verdict.Accepted);
        Assert.False(verdict.MayRetry);
        Assert.Equal("12052055", verdict.RawCode);
    }

    [Fact]
    public async Task Push_PartOfABatchRefused_SaysWhichMayBeTriedAgain()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var family = (await store.ListingsAsync()).GroupBy(listing => listing.ExternalProductId).First(group => group.Count() > 1).ToList();
        store.Faults.Arm("tiktok", "UpdateInventory", FaultKind.Partial, 1, null);

        var verdicts = await PushAsync(store, family, (_, _) => 77);

        Assert.Contains(verdicts, verdict => verdict is { Accepted: false, MayRetry: true });
        Assert.Contains(verdicts, verdict => verdict.Accepted);
        foreach (var verdict in verdicts)
        {
            Assert.Equal(verdict.Accepted, Quantity(store, family.Single(listing => listing.ExternalId == verdict.ExternalId)) == 77);
        }
    }

    [Fact]
    public async Task Push_SeveralWarehouses_NamesThemAllAndReachesTheTotal()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Warehouses = 3);
        var listings = (await store.ListingsAsync()).Take(5).ToList();

        Assert.All(await PushAsync(store, listings, (_, i) => i * 40), verdict => Assert.True(verdict.Accepted, verdict.Reason));

        Assert.Equal([0, 40, 80, 120, 160], listings.Select(listing => Quantity(store, listing)));
    }

    [Fact]
    public async Task Push_WarehousesChangedSinceImport_AreLookedUpAnew()
    {
        await using var store = await TikTokTestStore.ConnectAsync(options => options.TikTok.Warehouses = 2);
        var listing = (await store.ListingsAsync())[0];
        var data = JsonDocument.Parse(listing.PlatformData!).RootElement;
        var stale = listing with { PlatformData = JsonSerializer.Serialize(new { product_id = data.GetProperty("product_id").GetString(), warehouses = new[] { "7000000000000000001" } }) };

        Assert.True((await PushAsync(store, [stale], (_, _) => 9)).Single().Accepted);

        Assert.Equal(9, Quantity(store, listing));
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Push_FaultOnTheWay_EndsAccepted(FaultKind fault)
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var listing = (await store.ListingsAsync())[0];
        store.Faults.Arm("tiktok", "UpdateInventory", fault, 1, null);

        Assert.True((await PushAsync(store, [listing], (_, _) => 5)).Single().Accepted);

        Assert.Equal(5, Quantity(store, listing));
    }

    [Fact]
    public async Task Push_SilentlyDropped_IsSeenByReading()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var listing = (await store.ListingsAsync())[0];
        store.Faults.Arm("tiktok", "UpdateInventory", FaultKind.Ignored, 1, null);

        Assert.True((await PushAsync(store, [listing], (_, _) => 99)).Single().Accepted);

        var seen = await store.Platform.Stock!.ReadAsync(store.Connection, [Reference(listing)], CancellationToken.None);
        Assert.NotEqual(99, Assert.Single(seen).Quantity);
    }

    [Fact]
    public async Task Push_NothingGoesThrough_FailsAsAWhole()
    {
        await using var store = await TikTokTestStore.ConnectAsync();
        var listings = (await store.ListingsAsync()).Take(3).ToList();
        store.Faults.Arm("tiktok", "UpdateInventory", FaultKind.Error, 1000, null);

        await Assert.ThrowsAsync<TransientException>(() => PushAsync(store, listings, (_, _) => 5));
    }

    [Fact]
    public async Task Read_UnknownListing_IsLeftOut()
    {
        await using var store = await TikTokTestStore.ConnectAsync();

        Assert.Empty(await store.Platform.Stock!.ReadAsync(store.Connection, [new ListingReference("1", "NO-SUCH", null)], CancellationToken.None));
    }

    private static Task<IReadOnlyList<StockVerdict>> PushAsync(TikTokTestStore store, IReadOnlyList<RemoteListing> listings, Func<RemoteListing, int, int> quantity) =>
        store.Platform.Stock!.PushAsync(store.Connection, [.. listings.Select((listing, i) => new StockChange(Reference(listing), quantity(listing, i)))], CancellationToken.None);

    private static ListingReference Reference(RemoteListing listing) => new(listing.ExternalId, listing.Sku, listing.PlatformData);

    private static int Quantity(TikTokTestStore store, RemoteListing listing) =>
        JsonSerializer.SerializeToElement(store.Shop.DescribeListing(listing.Sku!)).GetProperty("quantity").GetInt32();
}
